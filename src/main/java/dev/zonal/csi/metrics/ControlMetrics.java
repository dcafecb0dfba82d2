package dev.zonal.csi.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** How many connections to the control port were refused. */
public final class ControlMetrics {
    private final Counter refused;

    public ControlMetrics(PrometheusRegistry registry) {
        refused = Counter.builder()
                .name("zonal_control_refused_total")
                .help("Connections to the control port whose peer could not prove to be a controller.")
                .register(registry);
    }

    public void refused() {
        refused.inc();
    }
}
