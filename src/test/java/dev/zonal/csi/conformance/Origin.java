package dev.zonal.csi.conformance;

import dev.zonal.csi.v1.VolumeContentSource;
import java.util.Optional;

/** What a volume is to be made from; an empty id where it begins blank. */
record Origin(boolean snapshot, String id) {
    static final Origin NONE = new Origin(false, "");

    /** What a source is and carries. */
    record Found(String pool, long size, Carried carried) {}

    boolean isNone() {
        return id.isEmpty();
    }

    Ids kind() {
        return snapshot ? Ids.ofSnapshot(id) : Ids.ofVolume(id);
    }

    Optional<Found> in(State state) {
        return snapshot
                ? state.snapshot(id).map(cut -> new Found(cut.pool(), cut.size(), cut.carried()))
                : state.volume(id).map(volume -> new Found(volume.pool(), volume.size(), volume.carried()));
    }

    VolumeContentSource message() {
        VolumeContentSource.Builder message = VolumeContentSource.newBuilder();
        if (snapshot) {
            message.getSnapshotBuilder().setSnapshotId(id);
        } else {
            message.getVolumeBuilder().setVolumeId(id);
        }
        return message.build();
    }
}
