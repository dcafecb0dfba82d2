package dev.zonal.csi.fleet.agent;

import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.content.Damage;
import dev.zonal.csi.backend.local.pool.OpenPool;
import dev.zonal.csi.backend.local.pool.Pool;
import dev.zonal.csi.fleet.HomeCapacity;
import dev.zonal.csi.fleet.HomeReport;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.StorageException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** How the homes of this node are; touches no disk. What takes a look at every volume is looked at on a slow beat. */
final class HomeReports {
    private static final Duration PACE = Duration.ofSeconds(10);

    /** More would be no help to anybody, and has to fit into a message. */
    private static final int MOST_NAMED = 1000;

    private final LocalBackend backend;
    private final LongSupplier nanoTime;
    private final Map<Pool, Map<String, String>> abnormal = new HashMap<>();
    private long lastLook;

    HomeReports(LocalBackend backend, LongSupplier nanoTime) {
        this.backend = backend;
        this.nanoTime = nanoTime;
        this.lastLook = nanoTime.getAsLong() - PACE.toNanos();
    }

    List<HomeReport> now() {
        if (nanoTime.getAsLong() - lastLook >= PACE.toNanos()) {
            lastLook = nanoTime.getAsLong();
            backend.pools().forEach(pool -> abnormal.put(pool, abnormal(pool)));
        }
        return backend.pools().stream().map(this::report).toList();
    }

    private HomeReport report(Pool pool) {
        boolean opened = pool.open().isPresent();
        return new HomeReport(
                pool.home(),
                opened,
                pool.state(),
                opened ? capacity(backend, pool.home().id()) : HomeCapacity.NONE,
                abnormal.getOrDefault(pool, Map.of()),
                pool.open().map(HomeReports::damaged).orElse(Map.of()));
    }

    /** What a home has room for; none where it can't be used now, or isn't one. */
    static HomeCapacity capacity(LocalBackend backend, HomeId home) {
        try {
            return new HomeCapacity(
                    backend.capacity(home, Provisioning.THIN), backend.capacity(home, Provisioning.THICK));
        } catch (StorageException.NotFound none) {
            return HomeCapacity.NONE;
        }
    }

    /** Of a pool that does not serve, whoever follows knows all that there is to know. */
    private static Map<String, String> abnormal(Pool pool) {
        if (!(pool.state() instanceof HomeState.Serving)) {
            return Map.of();
        }
        Map<String, String> found = new HashMap<>();
        pool.open()
                .ifPresent(open -> open.index()
                        .knownVolumes()
                        .takeWhile(_ -> found.size() < MOST_NAMED)
                        .forEach(id -> open.abnormal(id).ifPresent(sentence -> found.put(id.value(), sentence))));
        return found;
    }

    private static Map<String, String> damaged(OpenPool open) {
        return open.damaged().stream()
                .limit(MOST_NAMED)
                .collect(Collectors.toMap(
                        Damage::id, damage -> String.valueOf(damage.refusal().getMessage())));
    }
}
