package dev.zonal.csi.controller;

import dev.zonal.csi.model.CapacityRange;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.TopologyRequirement;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeParameters;
import java.util.Optional;
import java.util.Set;

/** What CreateVolume asks for. */
public record VolumeRequest(
        String name,
        CapacityRange capacity,
        Set<VolumeCapability> capabilities,
        VolumeParameters parameters,
        Optional<ContentSource> source,
        TopologyRequirement accessibility) {
    public VolumeRequest {
        capabilities = Set.copyOf(capabilities);
    }
}
