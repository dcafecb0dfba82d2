package dev.zonal.csi.rpc;

import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import java.util.Optional;

/** Reads ids. One that isn't of our grammar never was one of ours: to the caller it is simply not found. */
final class Ids {
    private static final String VOLUME_ID = "volume_id";
    private static final String SNAPSHOT_ID = "snapshot_id";

    private Ids() {}

    static Optional<VolumeId> volume(String text) {
        return VolumeId.parse(Fields.required(VOLUME_ID, text));
    }

    static Optional<SnapshotId> snapshot(String text) {
        return SnapshotId.parse(Fields.required(SNAPSHOT_ID, text));
    }

    static VolumeId existingVolume(String text) {
        return existingVolume(VOLUME_ID, text);
    }

    static VolumeId existingVolume(String field, String text) {
        return VolumeId.parse(Fields.required(field, text)).orElseThrow(() -> foreign(field, text));
    }

    static SnapshotId existingSnapshot(String text) {
        return existingSnapshot(SNAPSHOT_ID, text);
    }

    static SnapshotId existingSnapshot(String field, String text) {
        return SnapshotId.parse(Fields.required(field, text)).orElseThrow(() -> foreign(field, text));
    }

    private static StorageException.NotFound foreign(String field, String text) {
        return new StorageException.NotFound(
                field + ": there is nothing with the id '" + text + "'; it is not one of this driver's");
    }
}
