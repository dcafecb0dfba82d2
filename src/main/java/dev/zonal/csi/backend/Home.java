package dev.zonal.csi.backend;

import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Topology;
import java.util.List;

/**
 * A place where volumes can live: for the local backend a pool, for a cloud a zone with a disk category.
 *
 * @param pool the name that StorageClasses use; several homes may share one (a pool of that name on each node)
 * @param accessibleFrom the places from which its volumes can be used, any of them
 */
public record Home(HomeId id, String pool, List<Topology> accessibleFrom) {
    public Home {
        accessibleFrom = List.copyOf(accessibleFrom);
    }

    /** One whose volumes can be used from one place. */
    public Home(HomeId id, String pool, Topology only) {
        this(id, pool, List.of(only));
    }
}
