package dev.zonal.csi.backend.local.content;

import dev.zonal.csi.backend.local.space.Charge;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.model.Snapshot;
import java.util.Optional;

/**
 * A snapshot and what it keeps from its pool.
 *
 * @param held what its image had allocated when it was cut
 */
public record StoredSnapshot(Snapshot snapshot, ByteSize held) {
    public Charge charge() {
        return Charge.ofSnapshot(held);
    }

    public StoredSnapshot withVolumeSnapshot(Optional<KubernetesObject> named) {
        return new StoredSnapshot(snapshot.withVolumeSnapshot(named), held);
    }
}
