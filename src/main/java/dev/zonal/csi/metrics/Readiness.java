package dev.zonal.csi.metrics;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Whether the driver can do its work, and if not, why; each part of it speaks for itself. A pool that can't be used is named
 * and takes nobody out: the driver is not ready only where none of its pools serves.
 */
public final class Readiness {
    private final Map<String, String> obstacles = new ConcurrentSkipListMap<>();
    private volatile Supplier<List<PoolHealth>> pools = List::of;

    /** That part can't do its work. */
    public void obstructed(String part, String reason) {
        obstacles.put(part, reason);
    }

    /** That part can do its work. */
    public void clear(String part) {
        obstacles.remove(part);
    }

    /** From now on the pools count too. */
    public void watch(Supplier<List<PoolHealth>> pools) {
        this.pools = pools;
    }

    /** What stands in the way; empty where nothing does. */
    public Optional<String> obstacle() {
        return obstacles.entrySet().stream()
                .findFirst()
                .map(obstacle -> obstacle.getKey() + ": " + obstacle.getValue())
                .or(() -> Optional.of(pools.get())
                        .filter(all -> !all.isEmpty() && all.stream().noneMatch(PoolHealth::serving))
                        .map(Readiness::sentences));
    }

    /** What works less well than it should, while the driver is ready; empty where all is well. */
    public Optional<String> impairment() {
        return Optional.of(pools.get().stream().filter(pool -> !pool.serving()).toList())
                .filter(impaired -> !impaired.isEmpty())
                .map(Readiness::sentences);
    }

    private static String sentences(List<PoolHealth> pools) {
        return pools.stream().map(PoolHealth::sentence).collect(Collectors.joining("\n"));
    }
}
