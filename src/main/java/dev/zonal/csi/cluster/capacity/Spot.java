package dev.zonal.csi.cluster.capacity;

/** A space on one node. */
record Spot(String node, Space space) {}
