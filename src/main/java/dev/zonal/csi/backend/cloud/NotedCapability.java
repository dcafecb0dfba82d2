package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.VolumeCapability;
import java.util.List;
import java.util.Optional;

/** {@link VolumeCapability} as it stands in a tag. */
record NotedCapability(AccessMode mode, boolean block, Optional<FilesystemType> filesystem, List<String> flags) {
    static NotedCapability of(VolumeCapability capability) {
        return capability.accessType() instanceof AccessType.Mounted mounted
                ? new NotedCapability(capability.accessMode(), false, mounted.filesystem(), mounted.mountFlags())
                : new NotedCapability(capability.accessMode(), true, Optional.empty(), List.of());
    }

    VolumeCapability capability() {
        AccessType type = block ? new AccessType.Block() : new AccessType.Mounted(filesystem, flags);
        return new VolumeCapability(type, mode);
    }
}
