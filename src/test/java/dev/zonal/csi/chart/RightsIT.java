package dev.zonal.csi.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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

    /** Whoever has stolen a node has what its pods may do. */
    @Test
    void thePodsOfNodesMayDoNothing() {
        assertThat(rights("zonal-node")).isEmpty();
        assertThat(onlyDaemonSet()
                        .at("/spec/template/spec/automountServiceAccountToken")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void onlyADriverThatReadsLabelsMayReadNodesAndNothingMore() {
        assertThat(rights("zonal-node", "--set", "topology.fromLabels.zone=topology.kubernetes.io/zone"))
                .isEqualTo(Map.of("nodes", Set.of("get")));
    }

    /** Their token is for controllers alone: the API server does not know it. */
    @Test
    void thePodsOfNodesShowControllersWhereTheyAre() {
        JsonNode sources = volume(onlyDaemonSet(), "identity").at("/projected/sources");

        assertThat(sources.at("/0/serviceAccountToken/audience").asString()).isEqualTo("zonal-controller");
        assertThat(sources.at("/1/configMap/name").asString()).isEqualTo("zonal-authority");
        assertThat(sources.at("/1/configMap/items/0/key").asString()).isEqualTo("ca.crt");
    }

    @Test
    void controllersMayNoMoreThanTheyAndTheirSidecarsNeed() {
        assertThat(rights("zonal-controller"))
                .isEqualTo(Map.ofEntries(
                        Map.entry("persistentvolumes", Set.of("get", "list", "watch", "create", "patch", "delete")),
                        Map.entry("persistentvolumeclaims", Set.of("get", "list", "watch", "update")),
                        Map.entry("persistentvolumeclaims/status", Set.of("patch")),
                        Map.entry("storageclasses", Set.of("get", "list", "watch")),
                        Map.entry("nodes", Set.of("get", "list", "watch")),
                        Map.entry("csinodes", Set.of("get", "list", "watch")),
                        Map.entry("pods", Set.of("get", "list", "watch")),
                        Map.entry("events", Set.of("create", "patch")),
                        Map.entry("tokenreviews", Set.of("create")),
                        Map.entry("volumesnapshots", Set.of("get", "list", "watch", "update")),
                        Map.entry("volumesnapshotclasses", Set.of("get", "list", "watch")),
                        Map.entry("volumesnapshotcontents", Set.of("get", "list", "watch", "update", "patch")),
                        Map.entry("volumesnapshotcontents/status", Set.of("update", "patch")),
                        Map.entry("zonal-system:pods", Set.of("get")),
                        Map.entry("zonal-system:replicasets", Set.of("get")),
                        Map.entry(
                                "zonal-system:csistoragecapacities",
                                Set.of("get", "list", "watch", "create", "update", "delete")),
                        Map.entry("zonal-system:secrets/zonal-authority", Set.of("get", "update")),
                        Map.entry("zonal-system:configmaps/zonal-authority", Set.of("get", "update")),
                        Map.entry("zonal-system:leases", Set.of("create")),
                        Map.entry("zonal-system:leases/local-csi-zonal-dev", Set.of("get", "update")),
                        Map.entry(
                                "zonal-system:leases/external-snapshotter-leader-local-csi-zonal-dev",
                                Set.of("get", "update")),
                        Map.entry(
                                "zonal-system:leases/external-resizer-local-csi-zonal-dev", Set.of("get", "update"))));
    }

    /** A policy makes of it the right to change some labels. */
    @Test
    void onlyControllersThatPublishBucketsMayPatchNodes() {
        Map<String, Set<String>> usual = rights("zonal-controller");
        Map<String, Set<String>> buckets = rights("zonal-controller", "--set", "capacity.publisher=buckets");

        assertThat(differing(buckets, usual))
                .isEqualTo(Map.of(
                        "nodes", Set.of("get", "list", "watch", "patch"),
                        "zonal-system:csistoragecapacities", Set.of("list", "create", "delete"),
                        "zonal-system:leases/zonal-capacity", Set.of("get", "update")));
        assertThat(differing(usual, buckets))
                .isEqualTo(Map.of(
                        "nodes", Set.of("get", "list", "watch"),
                        "zonal-system:csistoragecapacities",
                                Set.of("get", "list", "watch", "create", "update", "delete"),
                        "zonal-system:pods", Set.of("get"),
                        "zonal-system:replicasets", Set.of("get")));
        assertThat(policies("--set", "capacity.publisher=buckets"))
                .containsExactly("ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding");
        assertThat(policies()).isEmpty();
    }

    private static List<String> policies(String... values) {
        return helm.objects(values).stream()
                .map(RightsIT::kind)
                .filter(kind -> kind.startsWith("ValidatingAdmissionPolicy"))
                .sorted()
                .toList();
    }

    @Test
    void whatTakesLabelsOffIsThereForOneUpgradeAndMayDoNothingElse() {
        String[] values = {"--set", "capacity.removeLabels=true"};

        assertThat(rights("zonal-unlabel", values)).isEqualTo(Map.of("nodes", Set.of("list", "patch")));
        assertThat(rights("zonal-controller", values)).isEqualTo(rights("zonal-controller"));
        assertThat(helm.objects(values))
                .filteredOn(object -> name(object).endsWith("-unlabel"))
                .hasSize(4)
                .allSatisfy(object -> {
                    JsonNode annotations = object.at("/metadata/annotations");
                    assertThat(annotations.path("helm.sh/hook").asString()).isEqualTo("post-upgrade");
                    assertThat(annotations.path("helm.sh/hook-delete-policy").asString())
                            .contains("hook-succeeded");
                });
        assertThat(helm.objects()).noneMatch(object -> name(object).endsWith("-unlabel"));
    }

    @Test
    void withoutSnapshotsNothingOfThemIsAllowed() {
        assertThat(rights("zonal-controller", "--set", "snapshotter.enabled=false")
                        .keySet())
                .noneMatch(resource -> resource.contains("snapshot"));
    }

    @Test
    void withoutTheResizerNothingOfItIsAllowed() {
        assertThat(rights("zonal-controller", "--set", "resizer.enabled=false").keySet())
                .noneMatch(resource -> resource.contains("resizer"))
                .doesNotContain("persistentvolumeclaims/status");
    }

    @Test
    void whoBringsCertificatesNeedsNoAuthority() {
        String certificates = "control.certificates.node.hostPath.path=/etc/zonal,"
                + "control.certificates.controller.secret.secretName=controller";

        assertThat(rights("zonal-controller", "--set", certificates).keySet())
                .doesNotContain("tokenreviews")
                .noneMatch(resource -> resource.contains("secrets") || resource.contains("configmaps"));
    }

    @Test
    void controllersRunWithoutPrivileges() {
        JsonNode pod = helm.objects("--show-only", "templates/deployment.yaml").stream()
                .filter(object -> kind(object).equals("Deployment"))
                .findFirst()
                .orElseThrow()
                .at("/spec/template/spec");

        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").asString()).isEqualTo("RuntimeDefault");
        assertThat(pod.path("containers")).hasSize(4).allSatisfy(container -> {
            assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                    .isTrue();
            assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(container.at("/securityContext/capabilities/drop/0").asString())
                    .isEqualTo("ALL");
        });
        assertThat(pod.path("volumes")).noneMatch(volume -> volume.has("hostPath"));
    }

    private static JsonNode onlyDaemonSet() {
        return helm.objects("--show-only", "templates/daemonset.yaml").getFirst();
    }

    private static JsonNode volume(JsonNode set, String name) {
        for (JsonNode volume : set.at("/spec/template/spec/volumes")) {
            if (volume.path("name").asString().equals(name)) {
                return volume;
            }
        }
        throw new AssertionError("no volume " + name);
    }

    /** By resource, behind its namespace and before the name of the object where they are limited to one. */
    private static Map<String, Set<String>> rights(String account, String... values) {
        List<JsonNode> objects = helm.objects(values);
        Map<String, Set<String>> rights = new TreeMap<>();
        for (JsonNode binding : objects) {
            if (binding.has("roleRef") && subject(binding).equals(account)) {
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

    /** What the one says and the other does not. */
    private static Map<String, Set<String>> differing(Map<String, Set<String>> one, Map<String, Set<String>> other) {
        Map<String, Set<String>> differing = new TreeMap<>(one);
        differing.entrySet().removeAll(other.entrySet());
        return differing;
    }

    private static void add(String scope, JsonNode rule, Map<String, Set<String>> rights) {
        List<String> names = new ArrayList<>();
        rule.path("resourceNames").forEach(name -> names.add("/" + name.asString()));
        for (JsonNode resource : rule.path("resources")) {
            for (String name : names.isEmpty() ? List.of("") : names) {
                Set<String> verbs = rights.computeIfAbsent(scope + resource.asString() + name, _ -> new TreeSet<>());
                rule.path("verbs").forEach(verb -> verbs.add(verb.asString()));
            }
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
