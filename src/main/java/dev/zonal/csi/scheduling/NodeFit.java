package dev.zonal.csi.scheduling;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Why a pod can't run on a node, by what a scheduler filters first: the node's name, labels, taints, and room. Pure, over the
 * objects as the API server writes them.
 */
final class NodeFit {
    private static final Set<String> KEPT_AWAY_BY = Set.of("NoSchedule", "NoExecute");
    private static final List<String> RESOURCES = List.of("cpu", "memory");

    private static final JsonNode CLOSED = JsonMapper.shared()
            .createObjectNode()
            .put("key", "node.kubernetes.io/unschedulable")
            .put("effect", "NoSchedule");

    private final JsonNode node;
    private final String name;
    private final List<JsonNode> running;

    /** @param running the pods on the node that have not ended */
    NodeFit(JsonNode node, List<JsonNode> running) {
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
        JsonNode allocatable = node.path("status").path("allocatable");
        Optional<BigDecimal> pods = Quantities.parse(allocatable.path("pods").asString(""));
        if (pods.isPresent() && pods.get().compareTo(BigDecimal.valueOf(running.size() + 1L)) < 0) {
            return Optional.of("finds no room there: the node has as many pods as it takes");
        }
        for (String resource : RESOURCES) {
            Optional<BigDecimal> all =
                    Quantities.parse(allocatable.path(resource).asString(""));
            BigDecimal wanted = requested(spec, resource);
            BigDecimal taken = running.stream()
                    .map(pod -> requested(pod.path("spec"), resource))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            if (all.isPresent() && wanted.signum() > 0 && all.get().compareTo(taken.add(wanted)) < 0) {
                return Optional.of("finds no room there: it requests "
                        + wanted.stripTrailingZeros().toPlainString()
                        + " of " + resource + ", and the node has "
                        + all.get()
                                .subtract(taken)
                                .max(BigDecimal.ZERO)
                                .stripTrailingZeros()
                                .toPlainString());
            }
        }
        return Optional.empty();
    }

    /** Of the containers that run together, or of an init container that asks for more than they do. */
    private static BigDecimal requested(JsonNode spec, String resource) {
        BigDecimal together = BigDecimal.ZERO;
        for (JsonNode container : spec.path("containers")) {
            together = together.add(request(container, resource));
        }
        BigDecimal before = BigDecimal.ZERO;
        for (JsonNode container : spec.path("initContainers")) {
            // One that is restarted stays beside all that come after it.
            if (container.path("restartPolicy").asString("").equals("Always")) {
                together = together.add(request(container, resource));
            } else {
                before = before.max(request(container, resource));
            }
        }
        together = together.max(before);
        return together.add(
                Quantities.parse(spec.path("overhead").path(resource).asString(""))
                        .orElse(BigDecimal.ZERO));
    }

    private static BigDecimal request(JsonNode container, String resource) {
        return Quantities.parse(container
                        .path("resources")
                        .path("requests")
                        .path(resource)
                        .asString(""))
                .orElse(BigDecimal.ZERO);
    }
}
