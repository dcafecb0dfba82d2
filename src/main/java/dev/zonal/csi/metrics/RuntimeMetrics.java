package dev.zonal.csi.metrics;

import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Optional;

/**
 * What the process itself takes, by the names that every JVM has for it: {@code jvm_memory_…}, {@code jvm_gc_…},
 * {@code jvm_threads_…}, {@code process_…}; and {@code zonal_build_info}, which build it is.
 *
 * <p>They are set up by the first scrape: the JVM's management beans take their time, and no start has to wait for them.
 */
public final class RuntimeMetrics implements MultiCollector {
    private final String version;
    private Optional<PrometheusRegistry> metrics = Optional.empty();

    private RuntimeMetrics(String version) {
        this.version = version;
    }

    public static void register(PrometheusRegistry registry, String version) {
        registry.register(new RuntimeMetrics(version));
    }

    @Override
    public synchronized MetricSnapshots collect() {
        PrometheusRegistry all = metrics.orElseGet(this::all);
        metrics = Optional.of(all);
        return all.scrape();
    }

    private PrometheusRegistry all() {
        PrometheusRegistry registry = new PrometheusRegistry();
        JvmMemoryMetrics.builder().register(registry);
        JvmGarbageCollectorMetrics.builder().register(registry);
        JvmThreadsMetrics.builder().register(registry);
        ProcessMetrics.builder().register(registry);
        Info build = Info.builder()
                .name("zonal_build_info")
                .help("The version of the driver, and of the Java that runs it.")
                .labelNames("version", "java")
                .register(registry);
        build.addLabelValues(version, Runtime.version().toString());
        return registry;
    }
}
