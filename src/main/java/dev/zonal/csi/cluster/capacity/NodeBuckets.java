package dev.zonal.csi.cluster.capacity;

import dev.zonal.csi.cluster.ApiClient;
import dev.zonal.csi.kubelet.ServiceAccount;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The labels of nodes that say what is free there. No other label is read or written. */
final class NodeBuckets {
    private static final String NODES = "/api/v1/nodes";

    private final ApiClient api;
    private final String driver;

    NodeBuckets(ApiClient api, String driver) {
        this.api = api;
        this.driver = driver;
    }

    /** @return by node, its labels for spaces; also of nodes that have none */
    Map<String, Map<String, String>> look() throws IOException {
        Map<String, Map<String, String>> found = new HashMap<>();
        api.listMetadata("the labels of nodes", NODES, "", node -> {
            Map<String, String> labels = new HashMap<>();
            node.path("metadata").path("labels").properties().forEach(label -> {
                if (Space.ofLabel(driver, label.getKey()).isPresent()) {
                    labels.put(label.getKey(), label.getValue().asString(""));
                }
            });
            found.put(node.path("metadata").path("name").asString(""), labels);
        });
        return found;
    }

    /**
     * @param labels with their new values; empty for one that goes
     * @return whether they are written; false where there is no such node
     */
    boolean write(String node, Map<String, Optional<String>> labels) throws IOException {
        ObjectNode patch = JsonMapper.shared().createObjectNode();
        ObjectNode changed = patch.putObject("metadata").putObject("labels");
        labels.forEach((label, value) ->
                value.ifPresentOrElse(text -> changed.put(label, text), () -> changed.putNull(label)));
        ApiClient.Answer answer = api.patch(NODES + "/" + ServiceAccount.encoded(node), patch);
        if (answer.status() == ApiClient.NOT_FOUND) {
            return false;
        }
        var _ = answer.expect(ApiClient.OK, "the labels of node '" + node + "' can't be written");
        return true;
    }
}
