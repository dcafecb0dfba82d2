package dev.zonal.csi.client;

import java.util.Optional;

/** The prefix that all of a driver's topology keys share (CSI spec, Topology), so that nobody has to write it. */
public final class SegmentKeys {
    private final CsiClient client;
    private Optional<String> prefix = Optional.empty();

    public SegmentKeys(CsiClient client) {
        this.client = client;
    }

    /** The key with its prefix; the driver is asked for it only when a key comes without. */
    public String whole(String key) {
        if (key.indexOf('/') >= 0) {
            return key;
        }
        if (prefix.isEmpty()) {
            prefix = Optional.of(ofNode().orElseGet(this::ofName));
        }
        return prefix.get() + key;
    }

    private Optional<String> ofNode() {
        try {
            return client.node().nodeGetInfo().getAccessibleTopology().getSegmentsMap().keySet().stream()
                    .findFirst()
                    .map(key -> key.substring(0, key.lastIndexOf('/') + 1));
        } catch (CallFailed notANode) {
            // A controller alone serves no Node service.
            return Optional.empty();
        }
    }

    private String ofName() {
        return "topology." + client.identity().getPluginInfo().getName() + "/";
    }
}
