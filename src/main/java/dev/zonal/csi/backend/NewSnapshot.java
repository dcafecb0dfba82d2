package dev.zonal.csi.backend;

import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import java.util.Optional;

/**
 * A snapshot to be cut.
 *
 * @param source a volume on the same home
 * @param volumeSnapshot kept with the snapshot; decides nothing
 */
public record NewSnapshot(
        SnapshotId id,
        String name,
        VolumeId source,
        Consistency consistency,
        Optional<KubernetesObject> volumeSnapshot) {
    /** One that no VolumeSnapshot is known of. */
    public NewSnapshot(SnapshotId id, String name, VolumeId source, Consistency consistency) {
        this(id, name, source, consistency, Optional.empty());
    }
}
