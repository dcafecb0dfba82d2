package dev.zonal.csi.kubelet;

import dev.zonal.csi.kubelet.NodeLabels.Answer;
import dev.zonal.csi.kubelet.NodeLabels.Away;
import dev.zonal.csi.kubelet.NodeLabels.Found;
import dev.zonal.csi.kubelet.NodeLabels.Refused;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a node is, by its labels.
 *
 * @param keys from which label each topology key gets its value
 */
public record NodePlace(NodeLabels kubernetes, String node, Map<String, String> keys) {
    private static final Logger LOG = LoggerFactory.getLogger(NodePlace.class);

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    public NodePlace {
        keys = Map.copyOf(keys);
    }

    /**
     * As the API server tells a pod of it.
     *
     * @throws KubernetesException where this is no pod
     */
    public static NodePlace ofThisPod(String node, Map<String, String> keys) {
        return new NodePlace(ApiServer.ofPod(System.getenv()), node, keys);
    }

    /** The value of every key, waited for as long as a start may take. */
    public Map<String, String> find() {
        return find(PATIENCE, PAUSE);
    }

    /**
     * The value of every key. While the API server is away it is asked again; what a person has to mend is an end at
     * once, and whoever runs the driver starts it anew.
     *
     * @throws KubernetesException where a label is missing, or nothing is learned before patience is over
     */
    Map<String, String> find(Duration patience, Duration pause) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            switch (kubernetes.ask(node)) {
                case Found found -> {
                    return segments(found.labels());
                }
                case Refused refused ->
                    throw new KubernetesException(
                            "the labels of the node '" + node + "' can't be read: " + refused.reason());
                case Away away -> {
                    LOG.atWarn().addKeyValue("reason", away.reason()).log("the API server is away; it is asked again");
                    pause(pause, end, away);
                }
            }
        }
    }

    private void pause(Duration pause, long end, Away away) {
        try {
            if (System.nanoTime() - end < 0) {
                Thread.sleep(pause);
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw new KubernetesException(
                "the labels of the node '" + node + "' can't be read: the API server stays away: " + away.reason());
    }

    private Map<String, String> segments(Map<String, String> labels) {
        SortedMap<String, String> segments = new TreeMap<>();
        keys.forEach((key, label) -> {
            String value = labels.getOrDefault(label, "");
            if (value.isEmpty()) {
                throw new KubernetesException("the node '" + node + "' has no label '" + label + "', from which the"
                        + " topology key '" + key + "' gets its value; label it (kubectl label node " + node + " "
                        + label + "=VALUE), or take the key out of --topology-from-labels on every node");
            }
            segments.put(key, value);
        });
        return segments;
    }

    /** What the labels say now, of the keys alone; a label that is gone says the empty value. */
    Answer now() {
        return switch (kubernetes.ask(node)) {
            case Found found -> {
                SortedMap<String, String> values = new TreeMap<>();
                keys.forEach((key, label) -> values.put(key, found.labels().getOrDefault(label, "")));
                yield new Found(values);
            }
            case Refused refused -> refused;
            case Away away -> away;
        };
    }
}
