package dev.zonal.csi.backend;

import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Topology;
import java.util.List;
import java.util.Optional;

/**
 * A place where volumes can live: for the local backend a pool, for a cloud a zone.
 *
 * @param pool the name that StorageClasses use; several homes may share one (a pool of that name on each node)
 * @param accessibleFrom the places from which its volumes can be used, any of them
 * @param snapshotRegion homes of the same one restore each other's snapshots; empty where a home restores its own alone
 */
public record Home(HomeId id, String pool, List<Topology> accessibleFrom, Optional<String> snapshotRegion) {
    public Home {
        accessibleFrom = List.copyOf(accessibleFrom);
    }

    /** One that restores its own snapshots alone. */
    public Home(HomeId id, String pool, List<Topology> accessibleFrom) {
        this(id, pool, accessibleFrom, Optional.empty());
    }

    /** Whether it can restore snapshots that were cut in that one. */
    public boolean restoresFrom(Home source) {
        return id.equals(source.id) || (snapshotRegion.isPresent() && snapshotRegion.equals(source.snapshotRegion));
    }

    /** One whose volumes can be used from one place. */
    public Home(HomeId id, String pool, Topology only) {
        this(id, pool, List.of(only));
    }
}
