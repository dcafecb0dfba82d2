package dev.zonal.csi.driver.crash;

import dev.zonal.csi.v1.Snapshot;

/**
 * What the orchestrator knows of one snapshot.
 *
 * @param mebibytes the size of its source when it was cut
 * @param written what its source held when it was asked for, and what was being written meanwhile
 */
record SnapshotEntry(
        String id, String name, Kind kind, String sourceVolumeId, long mebibytes, Life life, Written written)
        implements Entry {
    /** As much of it as the other calls need. */
    Snapshot snapshot() {
        return Snapshot.newBuilder().setSnapshotId(id).build();
    }

    SnapshotEntry with(Life newLife) {
        return new SnapshotEntry(id, name, kind, sourceVolumeId, mebibytes, newLife, written);
    }
}
