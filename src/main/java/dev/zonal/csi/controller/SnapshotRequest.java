package dev.zonal.csi.controller;

import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.TopologyRequirement;
import dev.zonal.csi.model.VolumeId;

/** What CreateSnapshot asks for. */
public record SnapshotRequest(
        String name, VolumeId source, Consistency consistency, TopologyRequirement accessibility) {}
