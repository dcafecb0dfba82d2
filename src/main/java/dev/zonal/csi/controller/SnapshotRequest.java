package dev.zonal.csi.controller;

import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.model.TopologyRequirement;
import dev.zonal.csi.model.VolumeId;
import java.util.Optional;

/**
 * What CreateSnapshot asks for.
 *
 * @param volumeSnapshot for which Kubernetes asks, where it says so; no part of what makes two requests different
 */
public record SnapshotRequest(
        String name,
        VolumeId source,
        Consistency consistency,
        TopologyRequirement accessibility,
        Optional<KubernetesObject> volumeSnapshot) {
    /** One that no VolumeSnapshot is known of. */
    public SnapshotRequest(String name, VolumeId source, Consistency consistency, TopologyRequirement accessibility) {
        this(name, source, consistency, accessibility, Optional.empty());
    }
}
