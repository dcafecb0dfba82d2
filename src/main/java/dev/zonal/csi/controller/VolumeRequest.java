package dev.zonal.csi.controller;

import dev.zonal.csi.model.CapacityRange;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.model.TopologyRequirement;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeParameters;
import java.util.Optional;
import java.util.Set;

/**
 * What CreateVolume asks for.
 *
 * @param claim for which Kubernetes asks, where it says so; no part of what makes two requests different
 */
public record VolumeRequest(
        String name,
        CapacityRange capacity,
        Set<VolumeCapability> capabilities,
        VolumeParameters parameters,
        Optional<ContentSource> source,
        TopologyRequirement accessibility,
        Optional<KubernetesObject> claim) {
    public VolumeRequest {
        capabilities = Set.copyOf(capabilities);
    }

    /** One that no claim is known of. */
    public VolumeRequest(
            String name,
            CapacityRange capacity,
            Set<VolumeCapability> capabilities,
            VolumeParameters parameters,
            Optional<ContentSource> source,
            TopologyRequirement accessibility) {
        this(name, capacity, capabilities, parameters, source, accessibility, Optional.empty());
    }
}
