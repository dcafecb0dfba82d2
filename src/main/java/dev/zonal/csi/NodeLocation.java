package dev.zonal.csi;

import dev.zonal.csi.config.Configuration;
import dev.zonal.csi.config.Configuration.NodeSettings;
import dev.zonal.csi.kubelet.ApiServer;
import dev.zonal.csi.kubelet.NodePlace;
import dev.zonal.csi.kubelet.PlaceWatch;
import dev.zonal.csi.metrics.NodeLabelMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where this node is, as far as that is for its labels to say. */
final class NodeLocation {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration PACE = Duration.ofMinutes(5);

    private NodeLocation() {}

    /** Before anything is started, so that a signal ends the wait at once. */
    static Configuration find(Configuration configuration) {
        return configuration.node().labels().isEmpty()
                ? configuration
                : configuration.at(place(configuration.node()).find(PATIENCE, PAUSE));
    }

    static Optional<PlaceWatch> watch(NodeSettings node, PrometheusRegistry registry) {
        if (node.labels().isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> kept = node.labels().keySet().stream()
                .collect(Collectors.toMap(
                        Function.identity(), key -> node.topology().segments().getOrDefault(key, "")));
        PlaceWatch watch = PlaceWatch.start(place(node), kept, PACE);
        NodeLabelMetrics.register(registry, watch::differing);
        return Optional.of(watch);
    }

    private static NodePlace place(NodeSettings node) {
        return new NodePlace(ApiServer.ofPod(System.getenv()), node.nodeId(), node.labels());
    }
}
