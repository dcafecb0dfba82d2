package dev.zonal.csi.cloud;

/** Names an instance of a cloud. */
public record InstanceId(String text) {
    /** @throws CloudException INVALID where it is no id */
    public InstanceId {
        CloudIdGrammar.checked("an instance", text);
    }

    @Override
    public String toString() {
        return text;
    }
}
