package dev.zonal.csi.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;

/** How many calls there were, how they ended, and how long they took. */
public final class CallMetrics {
    private static final double[] SECONDS = {
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
    };

    private final Counter calls;
    private final Histogram durations;
    private final Gauge inFlight;

    public CallMetrics(PrometheusRegistry registry) {
        calls = Counter.builder()
                .name("zonal_csi_calls_total")
                .help("CSI calls that ended, by method and gRPC code.")
                .labelNames("method", "code")
                .register(registry);
        durations = Histogram.builder()
                .name("zonal_csi_call_duration_seconds")
                .help("How long CSI calls took, from their first byte to their answer.")
                .labelNames("method")
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .register(registry);
        inFlight = Gauge.builder()
                .name("zonal_csi_calls_in_flight")
                .help("CSI calls that are running.")
                .register(registry);
    }

    public void began() {
        inFlight.inc();
    }

    public void ended(String method, String code, Duration duration) {
        inFlight.dec();
        calls.labelValues(method, code).inc();
        durations.labelValues(method).observe(duration.toNanos() / 1e9);
    }
}
