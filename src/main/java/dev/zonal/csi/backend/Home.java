package dev.zonal.csi.backend;

import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Topology;

/**
 * A place where volumes can live: for the local backend a pool, for a cloud a zone with a disk category.
 *
 * @param pool the name that StorageClasses use; several homes may share one (a pool of that name on each node)
 * @param topology from where its volumes can be used
 */
public record Home(HomeId id, String pool, Topology topology) {}
