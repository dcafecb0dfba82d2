package dev.zonal.csi.cluster;

import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.kubelet.ServiceAccount;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The agents of a fleet as Kubernetes knows them: the nodes on which kubelet has taken the driver once, which their labels
 * say for as long as the nodes are there, and the pods of the driver with their addresses.
 */
public final class AgentPods {
    /** What the container's port is called at which an agent listens. */
    private static final String PORT = "control";

    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private final ApiClient api;
    private final String account;
    private final String nodeKey;

    /**
     * @param account the service account of the driver's pods
     * @param nodeKey the topology key that every node with the driver has as a label
     */
    public AgentPods(ApiClient api, String account, String nodeKey) {
        this.api = api;
        this.account = account;
        this.nodeKey = nodeKey;
    }

    /**
     * Looks once.
     *
     * @return where each agent listens, by its node; empty for one that has no pod that can be reached
     */
    public Map<String, Optional<ControlAddress>> look() throws IOException {
        Map<String, Optional<ControlAddress>> agents = new TreeMap<>();
        api.listMetadata(
                "the nodes of the fleet",
                "/api/v1/nodes",
                "labelSelector=" + ServiceAccount.encoded(nodeKey),
                node -> agents.put(node.path("metadata").path("name").asString(""), Optional.empty()));
        api.list(
                "the agents of the fleet",
                api.own("pods"),
                "fieldSelector=" + ServiceAccount.encoded("spec.serviceAccountName=" + account),
                pod -> add(agents, pod));
        return agents;
    }

    /** While a pod is replaced, there are two of them on a node for a moment: the one that stays counts. */
    private static void add(Map<String, Optional<ControlAddress>> agents, JsonNode pod) {
        String node = pod.path("spec").path("nodeName").asString("");
        if (!node.isEmpty()) {
            Optional<ControlAddress> address = isGoing(pod) ? Optional.empty() : address(pod);
            agents.merge(node, address, (before, now) -> now.or(() -> before));
        }
    }

    private static boolean isGoing(JsonNode pod) {
        return pod.path("metadata").has("deletionTimestamp")
                || ENDED.contains(pod.path("status").path("phase").asString(""));
    }

    private static Optional<ControlAddress> address(JsonNode pod) {
        String ip = pod.path("status").path("podIP").asString("");
        for (JsonNode container : pod.path("spec").path("containers")) {
            for (JsonNode port : container.path("ports")) {
                if (!ip.isEmpty() && port.path("name").asString("").equals(PORT)) {
                    return Optional.of(new ControlAddress.Tcp(
                            ip, port.path("containerPort").asInt(0)));
                }
            }
        }
        return Optional.empty();
    }
}
