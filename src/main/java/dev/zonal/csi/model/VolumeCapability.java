package dev.zonal.csi.model;

/** One way in which a volume is to be used (CSI spec, VolumeCapability). */
public record VolumeCapability(AccessType accessType, AccessMode accessMode) {
    public boolean isBlock() {
        return accessType instanceof AccessType.Block;
    }
}
