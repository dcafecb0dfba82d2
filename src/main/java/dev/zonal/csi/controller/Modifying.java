package dev.zonal.csi.controller;

import dev.zonal.csi.backend.ModifiableVolumes;
import dev.zonal.csi.concurrent.Claim;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.model.DiskQuality;
import dev.zonal.csi.model.VolumeId;
import java.util.List;

/** ControllerModifyVolume: a volume gets another disk below it while it is used. */
public final class Modifying {
    private final ModifiableVolumes volumes;
    private final Operations operations;

    public Modifying(ModifiableVolumes volumes, Operations operations) {
        this.volumes = volumes;
        this.operations = operations;
    }

    /** Returns when the disk is as asked. */
    public void modify(VolumeId id, DiskQuality quality) {
        operations.run(id.home(), List.of(Claim.exclusive(id)), () -> volumes.modify(id, quality));
    }
}
