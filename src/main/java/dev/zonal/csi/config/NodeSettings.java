package dev.zonal.csi.config;

import dev.zonal.csi.model.Topology;

/**
 * Which node this is, and where.
 *
 * @param topology every segment of it, with the prefix that they share
 * @param maximumVolumes how many volumes it takes, 0 for as many as the host allows
 */
public record NodeSettings(String nodeId, Topology topology, int maximumVolumes) {}
