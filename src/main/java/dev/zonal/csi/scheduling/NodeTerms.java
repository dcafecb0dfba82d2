package dev.zonal.csi.scheduling;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A required node selector, as pods and PersistentVolumes have it: a node has to meet one of its terms, and of a term every
 * expression (Kubernetes API, NodeSelector). A term without expressions is met by none.
 */
final class NodeTerms {
    private NodeTerms() {}

    /** @param selector with {@code nodeSelectorTerms}; one that is not there is met by every node */
    static boolean areMet(JsonNode selector, JsonNode node) {
        if (!selector.isObject()) {
            return true;
        }
        for (JsonNode term : selector.path("nodeSelectorTerms")) {
            if (isMet(term, node)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMet(JsonNode term, JsonNode node) {
        int expressions = 0;
        for (JsonNode expression : term.path("matchExpressions")) {
            expressions++;
            JsonNode label = node.path("metadata")
                    .path("labels")
                    .path(expression.path("key").asString(""));
            if (!isMet(expression, label.isString() ? Optional.of(label.stringValue()) : Optional.empty())) {
                return false;
            }
        }
        for (JsonNode field : term.path("matchFields")) {
            expressions++;
            // The only field that there is.
            if (!isMet(field, Optional.of(node.path("metadata").path("name").asString("")))) {
                return false;
            }
        }
        return expressions > 0;
    }

    private static boolean isMet(JsonNode expression, Optional<String> value) {
        List<String> values = new ArrayList<>();
        expression.path("values").forEach(each -> values.add(each.asString("")));
        return switch (expression.path("operator").asString("")) {
            case "In" -> value.filter(values::contains).isPresent();
            case "NotIn" -> value.filter(values::contains).isEmpty();
            case "Exists" -> value.isPresent();
            case "DoesNotExist" -> value.isEmpty();
            case "Gt" -> compared(value, values) > 0;
            case "Lt" -> compared(value, values) < 0;
            default -> false;
        };
    }

    /** 0 where one of them is no whole number, which no such expression is met by. */
    private static int compared(Optional<String> value, List<String> values) {
        try {
            return value.isEmpty() || values.size() != 1
                    ? 0
                    : Long.compare(Long.parseLong(value.get()), Long.parseLong(values.getFirst()));
        } catch (NumberFormatException none) {
            return 0;
        }
    }
}
