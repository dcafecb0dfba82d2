package dev.zonal.csi.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.Test;

final class RuntimeMetricsTest {
    private final PrometheusRegistry registry = new PrometheusRegistry();

    @Test
    void theProcessIsShownByTheUsualNamesInEveryScrape() {
        RuntimeMetrics.register(registry, "1.2.3");

        assertThat(MetricsPage.of(registry))
                .contains(
                        "jvm_memory_used_bytes{area=\"heap\"}",
                        "jvm_memory_max_bytes{area=\"heap\"}",
                        "jvm_gc_collection_seconds_count{",
                        "jvm_threads_current ",
                        "process_open_fds ",
                        "process_max_fds ",
                        "process_cpu_seconds_total ",
                        "process_resident_memory_bytes ",
                        "process_start_time_seconds ",
                        "zonal_build_info{java=\"" + Runtime.version() + "\",version=\"1.2.3\"} 1");
        assertThat(MetricsPage.of(registry)).contains("process_open_fds ");
    }
}
