package dev.zonal.csi.backend.local.content;

import dev.zonal.csi.backend.local.image.Attachments;
import dev.zonal.csi.backend.local.image.ConsistentCut;
import dev.zonal.csi.backend.local.space.Charge;
import dev.zonal.csi.backend.local.space.FreeSpace;
import dev.zonal.csi.backend.local.space.Ledger;
import dev.zonal.csi.backend.local.space.Reservation;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.Sizing;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** What the volumes, the snapshots and the devices of one pool share. */
public record PoolParts(
        Host host,
        Path root,
        Layout layout,
        ObjectIndex index,
        Ledger ledger,
        FreeSpace space,
        Attachments attachments,
        ConsistentCut cut,
        InstantSource clock) {
    public FileTree files() {
        return host.files();
    }

    /** Promises space; empty where there is less. */
    public Optional<Reservation> tryReserve(Charge charge, Provisioning provisioning) {
        return ledger.tryReserve(charge, provisioning, space.look());
    }

    /** Promises space; before it is refused, what the images have is measured again. */
    public Reservation reserve(Charge charge, Provisioning provisioning) {
        return tryReserve(charge, provisioning).orElseGet(() -> ledger.reserve(charge, provisioning, space.measured()));
    }

    public ByteSize available(Provisioning provisioning) {
        return ledger.available(provisioning, space.now()).roundedDownTo(Sizing.BLOCK);
    }
}
