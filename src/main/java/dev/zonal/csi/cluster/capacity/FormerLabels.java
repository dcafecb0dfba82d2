package dev.zonal.csi.cluster.capacity;

import dev.zonal.csi.cluster.ApiClient;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The labels of nodes for buckets, where nobody publishes these any more: no object selects by them, and they go. */
public final class FormerLabels {
    private final NodeBuckets nodes;

    public FormerLabels(ApiClient api, String driver) {
        this.nodes = new NodeBuckets(api, driver);
    }

    /** @return the nodes from which labels were taken */
    public Set<String> remove() throws IOException {
        Set<String> changed = new TreeSet<>();
        for (Map.Entry<String, Map<String, String>> node : nodes.look().entrySet()) {
            Map<String, Optional<String>> gone = new TreeMap<>();
            node.getValue().keySet().forEach(label -> gone.put(label, Optional.empty()));
            if (!gone.isEmpty() && nodes.write(node.getKey(), gone)) {
                changed.add(node.getKey());
            }
        }
        return changed;
    }
}
