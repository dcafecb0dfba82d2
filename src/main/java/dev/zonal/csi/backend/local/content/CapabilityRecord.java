package dev.zonal.csi.backend.local.content;

import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.VolumeCapability;
import java.util.List;
import java.util.Optional;

/** {@link VolumeCapability} as it stands in a record. */
record CapabilityRecord(
        AccessMode accessMode, boolean block, Optional<FilesystemType> filesystem, List<String> mountFlags) {
    static CapabilityRecord of(VolumeCapability capability) {
        return switch (capability.accessType()) {
            case AccessType.Block() -> new CapabilityRecord(capability.accessMode(), true, Optional.empty(), List.of());
            case AccessType.Mounted(Optional<FilesystemType> filesystem, List<String> flags) ->
                new CapabilityRecord(capability.accessMode(), false, filesystem, flags);
        };
    }

    VolumeCapability toCapability() {
        return new VolumeCapability(
                block ? new AccessType.Block() : new AccessType.Mounted(filesystem, mountFlags), accessMode);
    }
}
