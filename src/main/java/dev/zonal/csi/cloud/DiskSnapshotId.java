package dev.zonal.csi.cloud;

/** Names a snapshot of a cloud. */
public record DiskSnapshotId(String text) {
    /** @throws CloudException INVALID where it is no id */
    public DiskSnapshotId {
        CloudIdGrammar.checked("a snapshot", text);
    }

    @Override
    public String toString() {
        return text;
    }
}
