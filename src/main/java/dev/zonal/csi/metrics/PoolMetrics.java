package dev.zonal.csi.metrics;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** What the pools hold, asked for when somebody scrapes; the answers come from memory. */
public final class PoolMetrics {
    private PoolMetrics() {}

    public static void registerHealth(PrometheusRegistry registry, Supplier<List<PoolHealth>> health) {
        GaugeWithCallback.builder()
                .name("zonal_pool_state")
                .help("Whether a pool is opening, serving or sick: 1 for the state that it is in, 0 for the others.")
                .labelNames("pool", "state")
                .callback(gauge -> health.get()
                        .forEach(pool -> PoolHealth.STATES.forEach(
                                state -> gauge.call(pool.state().equals(state) ? 1 : 0, pool.pool(), state))))
                .register(registry);
    }

    public static void register(PrometheusRegistry registry, Supplier<List<PoolNumbers>> pools) {
        count(registry, "zonal_volumes", "Volumes in a pool.", pools, PoolNumbers::volumes);
        count(registry, "zonal_snapshots", "Snapshots in a pool.", pools, PoolNumbers::snapshots);
        count(
                registry,
                "zonal_damaged_objects",
                "Volumes and snapshots in a pool that can't be used.",
                pools,
                PoolNumbers::damaged);
        GaugeWithCallback.builder()
                .name("zonal_pool_bytes")
                .help(
                        "The bytes of a pool: its size, what is free, what can still be promised, what volumes were promised (logical),"
                                + " what is promised in all (reserved), what is written (physical).")
                .labelNames("pool", "kind")
                .callback(gauge -> pools.get().forEach(pool -> {
                    gauge.call((double) pool.total(), pool.pool(), "total");
                    gauge.call((double) pool.free(), pool.pool(), "free");
                    gauge.call((double) pool.available(), pool.pool(), "available");
                    gauge.call((double) pool.logical(), pool.pool(), "logical");
                    gauge.call((double) pool.reserved(), pool.pool(), "reserved");
                    gauge.call((double) pool.physical(), pool.pool(), "physical");
                }))
                .register(registry);
        ofHostFile(
                registry,
                "zonal_pool_host_free_bytes",
                "What the filesystem of the host that holds a pool's file has free.",
                pools,
                PoolNumbers.HostFile::hostFree);
        ofHostFile(
                registry,
                "zonal_pool_holes_bytes",
                "What a pool's file may still take from the filesystem that holds it; 0 where it has all its blocks.",
                pools,
                PoolNumbers.HostFile::holes);
    }

    private static void ofHostFile(
            PrometheusRegistry registry,
            String name,
            String help,
            Supplier<List<PoolNumbers>> pools,
            ToLongFunction<PoolNumbers.HostFile> number) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("pool")
                .callback(gauge -> pools.get()
                        .forEach(pool -> pool.hostFile()
                                .ifPresent(file -> gauge.call((double) number.applyAsLong(file), pool.pool()))))
                .register(registry);
    }

    private static void count(
            PrometheusRegistry registry,
            String name,
            String help,
            Supplier<List<PoolNumbers>> pools,
            ToLongFunction<PoolNumbers> number) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("pool")
                .callback(gauge ->
                        pools.get().forEach(pool -> gauge.call((double) number.applyAsLong(pool), pool.pool())))
                .register(registry);
    }
}
