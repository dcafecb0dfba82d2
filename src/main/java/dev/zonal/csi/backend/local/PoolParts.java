package dev.zonal.csi.backend.local;

import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.StorageException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** What the volumes, the snapshots and the devices of one pool share. */
record PoolParts(
        Host host,
        Path root,
        PoolLayout layout,
        PoolIndex index,
        Ledger ledger,
        PoolSpace space,
        Attachments attachments,
        ConsistentCut cut,
        InstantSource clock) {
    FileTree files() {
        return host.files();
    }

    Reservation reserve(Charge charge, Provisioning provisioning) {
        return ledger.reserve(charge, provisioning, space.now());
    }

    ByteSize available(Provisioning provisioning) {
        return ledger.available(provisioning, space.now());
    }

    /**
     * Whether a damaged object was meanwhile moved out of the pool by a person; it is forgotten then.
     *
     * @throws StorageException.FailedPrecondition where it is damaged and still there
     */
    boolean isMovedOut(String id, Path path) {
        Optional<Damage> damage = index.damage(id);
        if (damage.isEmpty()) {
            return false;
        }
        if (files().status(path).isPresent()) {
            throw damage.get().refusal();
        }
        index.forgetDamage(id);
        return true;
    }
}
