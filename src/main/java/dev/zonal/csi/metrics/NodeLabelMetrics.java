package dev.zonal.csi.metrics;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.IntSupplier;

/** Whether the node is still where its labels said that it is. */
public final class NodeLabelMetrics {
    private NodeLabelMetrics() {}

    public static void register(PrometheusRegistry registry, IntSupplier differing) {
        GaugeWithCallback.builder()
                .name("zonal_node_labels_differ")
                .help("Topology keys that have another value by the labels of the node than for the driver.")
                .callback(gauge -> gauge.call(differing.getAsInt()))
                .register(registry);
    }
}
