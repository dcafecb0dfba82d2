package dev.zonal.csi.scheduling;

import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;

/**
 * What a pod requests of its node, as the scheduler counts it.
 *
 * @param cpu in cores
 * @param memory in bytes
 */
record PodRequests(BigDecimal cpu, BigDecimal memory) {
    static PodRequests of(JsonNode spec) {
        return new PodRequests(requested(spec, "cpu"), requested(spec, "memory"));
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
        return together.max(before).add(quantity(spec.path("overhead").path(resource)));
    }

    private static BigDecimal request(JsonNode container, String resource) {
        return quantity(container.path("resources").path("requests").path(resource));
    }

    private static BigDecimal quantity(JsonNode text) {
        return Quantities.parse(text.asString("")).orElse(BigDecimal.ZERO);
    }
}
