package dev.zonal.csi.backend.local;

import dev.zonal.csi.backend.Housekeeping;
import dev.zonal.csi.backend.Stray;
import dev.zonal.csi.backend.local.pool.Pool;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The search of all pools of this node. */
final class LocalHousekeeping implements Housekeeping {
    private final List<Pool> pools;

    LocalHousekeeping(List<Pool> pools) {
        this.pools = pools;
    }

    @Override
    public List<Stray> survey() {
        return pools.stream()
                .flatMap(pool -> pool.strays().all())
                .sorted(Comparator.comparing(Stray::kind).thenComparing(Stray::path))
                .toList();
    }

    @Override
    public Optional<Stray> confirm(Stray suspect) {
        return pools.stream()
                .flatMap(pool -> pool.strays().like(suspect))
                .filter(suspect::isSameAs)
                .findFirst();
    }
}
