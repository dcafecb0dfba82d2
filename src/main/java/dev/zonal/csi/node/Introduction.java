package dev.zonal.csi.node;

import dev.zonal.csi.backend.VolumeDevices;
import dev.zonal.csi.concurrent.Claim;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.model.VolumeId;
import java.util.List;
import java.util.Map;

/** What the controller has said of a volume reaches the devices by every call that brings it. */
public final class Introduction {
    private final VolumeDevices devices;
    private final Operations operations;

    public Introduction(VolumeDevices devices, Operations operations) {
        this.devices = devices;
        this.operations = operations;
    }

    /** @param publishContext empty where no controller has to attach volumes */
    public void of(VolumeId id, Map<String, String> publishContext) {
        if (!publishContext.isEmpty()) {
            operations.run(id.home(), List.of(Claim.exclusive(id)), () -> devices.learn(id, publishContext));
        }
    }
}
