package dev.zonal.csi.backend.local;

import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.backend.local.pool.OpenPool;
import dev.zonal.csi.backend.local.pool.Pool;
import dev.zonal.csi.maintenance.Housekeeping;
import dev.zonal.csi.maintenance.Stray;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The search of those pools of this node that can be used. */
final class LocalHousekeeping implements Housekeeping {
    private final List<Pool> pools;

    LocalHousekeeping(List<Pool> pools) {
        this.pools = pools;
    }

    @Override
    public List<Stray> survey() {
        return serving()
                .flatMap(pool -> pool.strays().all())
                .sorted(Comparator.comparing(Stray::kind).thenComparing(Stray::path))
                .toList();
    }

    @Override
    public Optional<Stray> confirm(Stray suspect) {
        return serving()
                .flatMap(pool -> pool.strays().like(suspect))
                .filter(suspect::isSameAs)
                .findFirst();
    }

    private Stream<OpenPool> serving() {
        return pools.stream()
                .filter(pool -> pool.state() instanceof HomeState.Serving)
                .flatMap(pool -> pool.open().stream());
    }
}
