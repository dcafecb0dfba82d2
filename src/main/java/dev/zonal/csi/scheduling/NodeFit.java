package dev.zonal.csi.scheduling;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Why a pod can't run on a node, by what a scheduler filters first: the node's name, labels, taints, and room. Pure, over the
 * objects as the API server writes them.
 */
final class NodeFit {
    private static final Set<String> KEPT_AWAY_BY = Set.of("NoSchedule", "NoExecute");

    private static final JsonNode CLOSED = JsonMapper.shared()
            .createObjectNode()
            .put("key", "node.kubernetes.io/unschedulable")
            .put("effect", "NoSchedule");

    private final JsonNode node;
    private final String name;
    private final List<PodRequests> running;

    /** @param running what the pods on the node request that have not ended */
    NodeFit(JsonNode node, List<PodRequests> running) {
        this.node = node;
        this.name = node.path("metadata").path("name").asString("");
        this.running = List.copyOf(running);
    }

    /** A clause with its subject; empty where nothing is known that keeps it away. */
    Optional<String> obstacle(JsonNode pod) {
        JsonNode spec = pod.path("spec");
        return pinnedElsewhere(spec)
                .or(() -> labels(spec))
                .or(() -> taints(spec))
                .or(() -> room(spec))
                .map(reason -> "pod " + pod.path("metadata").path("name").asString("") + " " + reason);
    }

    private Optional<String> pinnedElsewhere(JsonNode spec) {
        String pinned = spec.path("nodeName").asString("");
        return pinned.isEmpty() || pinned.equals(name) ? Optional.empty() : Optional.of("is on node " + pinned);
    }

    private Optional<String> labels(JsonNode spec) {
        JsonNode labels = node.path("metadata").path("labels");
        for (Map.Entry<String, JsonNode> wanted : spec.path("nodeSelector").properties()) {
            String value = wanted.getValue().asString("");
            if (!labels.has(wanted.getKey())
                    || !labels.path(wanted.getKey()).asString("").equals(value)) {
                return Optional.of("selects nodes with " + wanted.getKey() + "=" + value);
            }
        }
        JsonNode required =
                spec.path("affinity").path("nodeAffinity").path("requiredDuringSchedulingIgnoredDuringExecution");
        return NodeTerms.areMet(required, node)
                ? Optional.empty()
                : Optional.of("requires other nodes by its node affinity");
    }

    private Optional<String> taints(JsonNode spec) {
        List<JsonNode> tolerations = new ArrayList<>();
        spec.path("tolerations").forEach(tolerations::add);
        for (JsonNode taint : allTaints()) {
            if (KEPT_AWAY_BY.contains(taint.path("effect").asString(""))
                    && tolerations.stream().noneMatch(toleration -> tolerates(toleration, taint))) {
                return Optional.of("does not tolerate the node's taint "
                        + taint.path("key").asString(""));
            }
        }
        return Optional.empty();
    }

    /** A node that is closed for new pods has a taint too, a moment later. */
    private List<JsonNode> allTaints() {
        List<JsonNode> taints = new ArrayList<>();
        node.path("spec").path("taints").forEach(taints::add);
        if (node.path("spec").path("unschedulable").asBoolean(false)) {
            taints.add(CLOSED);
        }
        return taints;
    }

    private static boolean tolerates(JsonNode toleration, JsonNode taint) {
        String effect = toleration.path("effect").asString("");
        String key = toleration.path("key").asString("");
        boolean exists = toleration.path("operator").asString("Equal").equals("Exists");
        return (effect.isEmpty() || effect.equals(taint.path("effect").asString("")))
                && (key.isEmpty() ? exists : key.equals(taint.path("key").asString("")))
                && (exists
                        || toleration
                                .path("value")
                                .asString("")
                                .equals(taint.path("value").asString("")));
    }

    private Optional<String> room(JsonNode spec) {
        PodRequests wanted = PodRequests.of(spec);
        return allocatable("pods")
                .filter(most -> most.compareTo(BigDecimal.valueOf(running.size() + 1L)) < 0)
                .map(_ -> "finds no room there: the node has as many pods as it takes")
                .or(() -> room("cpu", wanted.cpu(), PodRequests::cpu))
                .or(() -> room("memory", wanted.memory(), PodRequests::memory));
    }

    private Optional<String> room(String resource, BigDecimal wanted, Function<PodRequests, BigDecimal> requested) {
        BigDecimal taken = running.stream().map(requested).reduce(BigDecimal.ZERO, BigDecimal::add);
        return allocatable(resource)
                .filter(all -> wanted.signum() > 0 && all.compareTo(taken.add(wanted)) < 0)
                .map(all -> "finds no room there: it requests " + plain(wanted) + " of " + resource
                        + ", and the node has " + plain(all.subtract(taken).max(BigDecimal.ZERO)));
    }

    private Optional<BigDecimal> allocatable(String resource) {
        return Quantities.parse(
                node.path("status").path("allocatable").path(resource).asString(""));
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
