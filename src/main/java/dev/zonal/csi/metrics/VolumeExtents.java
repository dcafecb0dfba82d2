package dev.zonal.csi.metrics;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.function.Supplier;

/**
 * In how many extents a volume lies on the disk of its pool: what a cut, a restore and a clone take grows with it.
 *
 * @param claimNamespace the namespace of the claim that the volume was made for, empty where none is known
 * @param claim the claim's name, empty where none is known
 */
public record VolumeExtents(String pool, String volume, String claimNamespace, String claim, long extents) {
    /** @param worst a few volumes of each pool, from memory */
    public static void register(PrometheusRegistry registry, Supplier<List<VolumeExtents>> worst) {
        GaugeWithCallback.builder()
                .name("zonal_volume_extents")
                .help("The extents of the most fragmented volumes of a pool, as they were some minutes ago.")
                .labelNames("pool", "volume", "claim_namespace", "claim")
                .callback(gauge -> worst.get()
                        .forEach(found -> gauge.call(
                                (double) found.extents(),
                                found.pool(),
                                found.volume(),
                                found.claimNamespace(),
                                found.claim())))
                .register(registry);
    }
}
