package dev.zonal.csi.model;

/** What a new volume starts with (CSI spec, VolumeContentSource). */
public sealed interface ContentSource {
    ObjectId id();

    /** A restore. */
    record FromSnapshot(SnapshotId id) implements ContentSource {}

    /** A clone. */
    record FromVolume(VolumeId id) implements ContentSource {}
}
