package dev.zonal.csi.backend.local;

import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Snapshot;

/**
 * A snapshot and what it keeps from its pool.
 *
 * @param held what its image had allocated when it was cut
 */
record StoredSnapshot(Snapshot snapshot, ByteSize held) {
    Charge charge() {
        return Charge.ofSnapshot(held);
    }
}
