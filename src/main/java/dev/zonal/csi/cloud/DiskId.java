package dev.zonal.csi.cloud;

/** Names a disk of a cloud. */
public record DiskId(String text) {
    /** @throws CloudException INVALID where it is no id */
    public DiskId {
        CloudIdGrammar.checked("a disk", text);
    }

    @Override
    public String toString() {
        return text;
    }
}
