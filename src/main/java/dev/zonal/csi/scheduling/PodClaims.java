package dev.zonal.csi.scheduling;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** What a pod says that concerns its volumes. */
final class PodClaims {
    private PodClaims() {}

    /** The names of the claims that it uses, also of those that Kubernetes makes for it (generic ephemeral volumes). */
    static Set<String> of(JsonNode pod) {
        Set<String> claims = new TreeSet<>();
        String podName = pod.path("metadata").path("name").asString("");
        for (JsonNode volume : pod.path("spec").path("volumes")) {
            if (volume.has("persistentVolumeClaim")) {
                claims.add(
                        volume.path("persistentVolumeClaim").path("claimName").asString(""));
            } else if (volume.has("ephemeral")) {
                claims.add(podName + "-" + volume.path("name").asString(""));
            }
        }
        claims.remove("");
        return claims;
    }

    /** Rules of its own that are not looked at here, as a doubt. */
    static Optional<String> unseenRules(JsonNode pod) {
        JsonNode affinity = pod.path("spec").path("affinity");
        boolean amongPods = isRequired(affinity.path("podAffinity")) || isRequired(affinity.path("podAntiAffinity"));
        boolean spread = false;
        for (JsonNode constraint : pod.path("spec").path("topologySpreadConstraints")) {
            spread |= constraint.path("whenUnsatisfiable").asString("").equals("DoNotSchedule");
        }
        return amongPods || spread
                ? Optional.of("how pod " + pod.path("metadata").path("name").asString("")
                        + " has to stand to other pods is not looked at")
                : Optional.empty();
    }

    private static boolean isRequired(JsonNode rules) {
        return !rules.path("requiredDuringSchedulingIgnoredDuringExecution").isEmpty();
    }
}
