package dev.zonal.csi.node;

import dev.zonal.csi.model.Topology;

/**
 * Who this node is.
 *
 * @param maximumVolumes how many volumes it can have attached at once, 0 for no limit to name
 */
public record NodeInfo(String nodeId, long maximumVolumes, Topology topology) {}
