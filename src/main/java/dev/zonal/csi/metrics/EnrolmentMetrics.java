package dev.zonal.csi.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** How many certificates agents have asked for, by what became of it. */
public final class EnrolmentMetrics {
    private final Counter asked;

    public EnrolmentMetrics(PrometheusRegistry registry) {
        asked = Counter.builder()
                .name("zonal_agent_certificates_total")
                .help("Certificates that agents have asked this controller for, by whether they got them.")
                .labelNames("result")
                .register(registry);
        asked.initLabelValues("issued");
        asked.initLabelValues("refused");
    }

    public void issued() {
        asked.labelValues("issued").inc();
    }

    public void refused() {
        asked.labelValues("refused").inc();
    }
}
