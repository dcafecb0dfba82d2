package dev.zonal.csi.node;

import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;

/** What NodePublishVolume asks for. */
public record PublishRequest(
        VolumeId volume, Path stagingTarget, Path target, VolumeCapability capability, boolean readOnly) {
    boolean asksReadOnly() {
        return readOnly || capability.accessMode().isReadOnly();
    }
}
