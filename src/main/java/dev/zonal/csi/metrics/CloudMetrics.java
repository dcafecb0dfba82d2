package dev.zonal.csi.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.function.Supplier;

/** What a simulated cloud was asked, what it answered, which faults struck, and what is in it. */
public final class CloudMetrics {
    private final Counter calls;
    private final Counter faults;

    public CloudMetrics(PrometheusRegistry registry) {
        calls = Counter.builder()
                .name("zonal_cloud_calls_total")
                .help("Calls of the cloud's API that ended, by call and result: ok, or the kind of the error.")
                .labelNames("call", "result")
                .register(registry);
        faults = Counter.builder()
                .name("zonal_cloud_faults_total")
                .help("Planned faults that struck, by the call that they met and their error.")
                .labelNames("call", "error")
                .register(registry);
    }

    /** @param result ok, or the kind of the error in one word */
    public void called(String call, String result) {
        calls.labelValues(call, result).inc();
    }

    public void struck(String call, String error) {
        faults.labelValues(call, error).inc();
    }

    /**
     * What is in the cloud; asked for by each scrape.
     *
     * @param disks how many are in each state
     * @param operations how many of each kind are under way
     */
    public static void register(
            PrometheusRegistry registry, Supplier<Map<String, Long>> disks, Supplier<Map<String, Long>> operations) {
        gauge(registry, "zonal_cloud_disks", "Disks of the cloud, by their state.", "state", disks);
        gauge(
                registry,
                "zonal_cloud_operations",
                "What the cloud has accepted and not done yet, by kind.",
                "kind",
                operations);
    }

    private static void gauge(
            PrometheusRegistry registry, String name, String help, String label, Supplier<Map<String, Long>> numbers) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(gauge -> numbers.get().forEach((word, number) -> gauge.call((double) number, word)))
                .register(registry);
    }
}
