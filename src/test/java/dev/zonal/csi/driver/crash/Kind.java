package dev.zonal.csi.driver.crash;

import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.v1.VolumeCapability;

/** How a volume is used. */
enum Kind {
    EXT4(Workload.mount("ext4"), 16),
    XFS(Workload.mount("xfs"), 300),
    BLOCK(Workload.block(), 16);

    private final VolumeCapability capability;
    private final long leastMebibytes;

    Kind(VolumeCapability capability, long leastMebibytes) {
        this.capability = capability;
        this.leastMebibytes = leastMebibytes;
    }

    VolumeCapability capability() {
        return capability;
    }

    long leastMebibytes() {
        return leastMebibytes;
    }
}
