package dev.zonal.csi.config;

import dev.zonal.csi.model.Topology;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where this node is, in the words of the wire. All keys share one prefix, as the CSI spec demands; the key
 * {@code node} is always among them, because what a local disk can be reached from is its node.
 */
final class NodeTopology {
    private static final String NODE = "node";

    private NodeTopology() {}

    /** Reads {@code zone=a,rack=r1}, said once or in parts. */
    static Map<String, String> segments(List<String> texts) {
        return pairs(texts, "is not a segment of a topology; write zone=a,rack=r1");
    }

    /** Reads {@code zone=topology.kubernetes.io/zone,rack=example.com/rack}, said once or in parts. */
    static Map<String, String> labels(List<String> texts) {
        Map<String, String> labels =
                pairs(texts, "does not name a label for a topology key; write zone=topology.kubernetes.io/zone");
        labels.values().forEach(Labels::key);
        return labels;
    }

    private static Map<String, String> pairs(List<String> texts, String otherwise) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String text : texts) {
            for (String pair : text.split(",", -1)) {
                int equals = pair.indexOf('=');
                if (equals < 1 || equals == pair.length() - 1) {
                    throw new IllegalArgumentException("'" + pair + "' " + otherwise);
                }
                String key = pair.substring(0, equals).strip();
                if (pairs.put(key, pair.substring(equals + 1).strip()) != null) {
                    throw new IllegalArgumentException("the key '" + key + "' is named twice");
                }
            }
        }
        return pairs;
    }

    /**
     * @param prefix as configured; without one it follows from the driver's name
     * @throws IllegalArgumentException with a sentence for the operator
     */
    static Topology of(String driverName, Optional<String> prefix, String nodeId, Map<String, String> segments) {
        String shared = shared(driverName, prefix);
        Map<String, String> whole = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        segments.forEach((key, value) -> {
            String name = nameWithin(shared, key);
            if (whole.put(shared + "/" + name, Labels.name("the topology value", value)) != null) {
                throw new IllegalArgumentException("the topology key '" + name + "' is named twice");
            }
        });
        String node = whole.putIfAbsent(shared + "/" + NODE, Labels.name("as a topology value, the node id", nodeId));
        if (node != null && !node.equals(nodeId)) {
            throw new IllegalArgumentException("the topology key 'node' is the node id, " + nodeId + ", and was said to"
                    + " be '" + node + "'; leave it out, or set --node-id");
        }
        return Topology.of(whole);
    }

    /**
     * The whole keys of what labels will say.
     *
     * @param said the segments that are known without them
     * @throws IllegalArgumentException where a key among them is named twice, or is known
     */
    static SortedMap<String, String> labelled(
            String driverName, Optional<String> prefix, Map<String, String> labels, Topology said) {
        String shared = shared(driverName, prefix);
        SortedMap<String, String> whole = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        labels.forEach((key, label) -> {
            String name = nameWithin(shared, key);
            if (said.segments().containsKey(shared + "/" + name)) {
                throw new IllegalArgumentException("the topology key '" + name + "' has a value without a label: "
                        + said.segments().get(shared + "/" + name));
            }
            if (whole.put(shared + "/" + name, label) != null) {
                throw new IllegalArgumentException("the topology key '" + name + "' is named twice");
            }
        });
        return whole;
    }

    /** The key that says which node it is; every topology of a node has it. */
    static String nodeKey(Topology topology) {
        return topology.segments().keySet().stream()
                .filter(key -> key.toLowerCase(Locale.ROOT).endsWith("/" + NODE))
                .findFirst()
                .orElseThrow();
    }

    private static String shared(String driverName, Optional<String> prefix) {
        return prefix.orElseGet(() -> Labels.prefix("topology." + driverName.toLowerCase(Locale.ROOT)));
    }

    private static String nameWithin(String prefix, String key) {
        int slash = key.lastIndexOf('/');
        if (slash < 0) {
            return Labels.name("the topology key", key);
        }
        if (!key.substring(0, slash).equals(prefix)) {
            throw new IllegalArgumentException("the topology key '" + key + "' has another prefix than '" + prefix
                    + "'; all keys of a driver share one: write the bare name, or set --topology-prefix");
        }
        return Labels.name("the topology key", key.substring(slash + 1));
    }
}
