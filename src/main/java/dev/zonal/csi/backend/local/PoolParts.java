package dev.zonal.csi.backend.local;

import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Provisioning;
import java.nio.file.Path;
import java.time.InstantSource;

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
        index.loading().awaitWhole();
        return ledger.available(provisioning, space.now());
    }
}
