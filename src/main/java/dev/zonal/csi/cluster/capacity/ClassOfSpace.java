package dev.zonal.csi.cluster.capacity;

/** A StorageClass, and what its volumes take their room from. */
record ClassOfSpace(String name, Space space) {}
