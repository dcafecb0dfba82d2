package dev.zonal.csi.config;

import dev.zonal.csi.model.Topology;
import java.util.HashMap;
import java.util.Map;

/**
 * Which node this is, and where.
 *
 * @param topology the segments of it that are known, with the prefix that they share
 * @param labels from which label of the Kubernetes node each other topology key gets its value
 * @param maximumVolumes how many volumes it takes, 0 for as many as the host allows
 */
public record NodeSettings(String nodeId, Topology topology, Map<String, String> labels, int maximumVolumes) {
    public NodeSettings {
        labels = Map.copyOf(labels);
    }

    NodeSettings at(Map<String, String> found) {
        Map<String, String> segments = new HashMap<>(topology.segments());
        segments.putAll(found);
        return new NodeSettings(nodeId, Topology.of(segments), labels, maximumVolumes);
    }
}
