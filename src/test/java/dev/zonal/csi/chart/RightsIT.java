package dev.zonal.csi.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the containers may do in the cluster: what they need, and nothing besides. */
final class RightsIT {
    private static Helm helm;

    @BeforeAll
    static void find() {
        helm = Helm.find();
    }

    @Test
    void thePodsOfNodesMayNoMoreThanTheirSidecarsNeed() {
        assertThat(rights("zonal-node"))
                .isEqualTo(Map.ofEntries(
                        Map.entry("persistentvolumes", Set.of("get", "list", "watch", "create", "patch", "delete")),
                        Map.entry("persistentvolumeclaims", Set.of("get", "list", "watch", "update")),
                        Map.entry("storageclasses", Set.of("get", "list", "watch")),
                        Map.entry("events", Set.of("create", "patch")),
                        Map.entry("volumesnapshots", Set.of("get", "list", "watch", "update")),
                        Map.entry("volumesnapshotclasses", Set.of("get", "list", "watch")),
                        Map.entry("volumesnapshotcontents", Set.of("get", "list", "watch", "update", "patch")),
                        Map.entry("volumesnapshotcontents/status", Set.of("update", "patch")),
                        Map.entry("zonal-system:pods", Set.of("get")),
                        Map.entry(
                                "zonal-system:csistoragecapacities",
                                Set.of("get", "list", "watch", "create", "update", "delete"))));
    }

    @Test
    void onlyADriverThatReadsLabelsMayReadNodes() {
        assertThat(rights("zonal-node")).doesNotContainKey("nodes");
        assertThat(rights("zonal-node", "--set", "topology.fromLabels.zone=topology.kubernetes.io/zone"))
                .containsEntry("nodes", Set.of("get"));
    }

    @Test
    void withoutSnapshotsNothingOfThemIsAllowed() {
        assertThat(rights("zonal-node", "--set", "snapshotter.enabled=false").keySet())
                .noneMatch(resource -> resource.contains("snapshot"));
    }

    @Test
    void theResizerMayNoMoreThanItNeeds() {
        assertThat(rights("zonal-resizer"))
                .isEqualTo(Map.of(
                        "persistentvolumes", Set.of("get", "list", "watch", "patch"),
                        "persistentvolumeclaims", Set.of("get", "list", "watch"),
                        "persistentvolumeclaims/status", Set.of("patch"),
                        "pods", Set.of("get", "list", "watch"),
                        "events", Set.of("create", "patch"),
                        "zonal-system:leases", Set.of("create"),
                        "zonal-system:leases/external-resizer-local-csi-zonal-dev", Set.of("get", "update")));
    }

    /** By resource, behind its namespace and before the name of the object where they are limited to one. */
    private static Map<String, Set<String>> rights(String account, String... values) {
        List<JsonNode> objects = helm.objects(values);
        Map<String, Set<String>> rights = new TreeMap<>();
        for (JsonNode binding : objects) {
            if (kind(binding).endsWith("Binding") && subject(binding).equals(account)) {
                JsonNode role = objects.stream()
                        .filter(object -> kind(object)
                                        .equals(binding.at("/roleRef/kind").asString())
                                && name(object)
                                        .equals(binding.at("/roleRef/name").asString()))
                        .findFirst()
                        .orElseThrow();
                String scope = kind(binding).equals("RoleBinding")
                        ? binding.at("/metadata/namespace").asString() + ":"
                        : "";
                role.path("rules").forEach(rule -> add(scope, rule, rights));
            }
        }
        return rights;
    }

    private static void add(String scope, JsonNode rule, Map<String, Set<String>> rights) {
        for (JsonNode resource : rule.path("resources")) {
            String name = rule.path("resourceNames").isMissingNode()
                    ? ""
                    : "/" + rule.at("/resourceNames/0").asString();
            Set<String> verbs = rights.computeIfAbsent(scope + resource.asString() + name, _ -> new TreeSet<>());
            rule.path("verbs").forEach(verb -> verbs.add(verb.asString()));
        }
    }

    private static String subject(JsonNode binding) {
        assertThat(binding.at("/subjects/0/namespace").asString()).isEqualTo("zonal-system");
        return binding.at("/subjects/0/name").asString();
    }

    private static String kind(JsonNode object) {
        return object.path("kind").asString();
    }

    private static String name(JsonNode object) {
        return object.at("/metadata/name").asString();
    }
}
