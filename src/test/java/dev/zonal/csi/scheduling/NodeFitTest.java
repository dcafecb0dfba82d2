package dev.zonal.csi.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** One node with labels, a taint and little room, and what keeps a pod from it. */
class NodeFitTest {
    private static final JsonNode NODE = FakeCluster.json("""
            {'metadata': {'name': 'n1', 'labels': {'zone': 'a', 'disks': '4'}},
             'spec': {'taints': [{'key': 'gpu', 'value': 'yes', 'effect': 'NoSchedule'},
                                 {'key': 'soft', 'effect': 'PreferNoSchedule'}]},
             'status': {'allocatable': {'cpu': '2', 'memory': '1Gi', 'pods': '3'}}}""");
    private static final PodRequests BUSY = PodRequests.of(FakeCluster.json("""
            {'containers': [{'resources': {'requests': {'cpu': '500m', 'memory': '512Mi'}}}]}"""));
    private static final String TOLERANT = "'tolerations': [{'operator': 'Exists'}]";

    private static String obstacle(String spec, List<PodRequests> running) {
        JsonNode pod = FakeCluster.json("{'metadata': {'name': 'web'}, 'spec': {%s}}".formatted(spec));
        return new NodeFit(NODE, running).obstacle(pod).orElse("");
    }

    @ParameterizedTest(name = "{0} {1} [{2}] -> {3}")
    @CsvSource(delimiter = ';', textBlock = """
            zone ; In          ; a   ; true
            zone ; In          ; b   ; false
            zone ; In          ; b a ; true
            room ; In          ; a   ; false
            zone ; NotIn       ; a   ; false
            zone ; NotIn       ; b   ; true
            room ; NotIn       ; a   ; true
            zone ; Exists      ;     ; true
            room ; Exists      ;     ; false
            zone ; DoesNotExist;     ; false
            room ; DoesNotExist;     ; true
            disks; Gt          ; 3   ; true
            disks; Gt          ; 4   ; false
            disks; Lt          ; 5   ; true
            disks; Lt          ; 4   ; false
            zone ; Gt          ; 1   ; false
            zone ; Lt          ; 1   ; false
            zone ; Near        ; a   ; false
            """)
    void anExpression(String key, String operator, @Nullable String values, boolean met) {
        String list = values == null ? "" : "'" + values.replace(" ", "','") + "'";
        String term = "{'matchExpressions': [{'key': '%s', 'operator': '%s', 'values': [%s]}]}"
                .formatted(key, operator, list);

        assertThat(areMet(term)).isEqualTo(met);
        assertThat(areMet("{}, " + term)).isEqualTo(met);
        assertThat(areMet(term + ", {'matchExpressions': [{'key': 'zone', 'operator': 'Exists'}]}"))
                .isTrue();
    }

    private static boolean areMet(String terms) {
        return NodeTerms.areMet(FakeCluster.json("{'nodeSelectorTerms': [%s]}".formatted(terms)), NODE);
    }

    @Test
    void aTermIsMetWhereAllItsExpressionsAre() {
        String zone = "{'key': 'zone', 'operator': 'In', 'values': ['a']}";
        String room = "{'key': 'room', 'operator': 'Exists'}";

        assertThat(areMet("{'matchExpressions': [" + zone + ", " + room + "]}")).isFalse();
        assertThat(areMet("{'matchExpressions': [" + zone
                        + "], 'matchFields': [{'key': 'metadata.name', 'operator': 'In'," + " 'values': ['n1']}]}"))
                .isTrue();
        assertThat(areMet("{'matchFields': [{'key': 'metadata.name', 'operator': 'In', 'values': ['n2']}]}"))
                .isFalse();
        assertThat(areMet("")).isFalse();
        assertThat(NodeTerms.areMet(FakeCluster.json("{}").path("required"), NODE))
                .isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', textBlock = """
            {'operator': 'Exists'}                                         ; true
            {'key': 'gpu', 'operator': 'Exists'}                           ; true
            {'key': 'gpu', 'value': 'yes'}                                 ; true
            {'key': 'gpu', 'operator': 'Equal', 'value': 'no'}             ; false
            {'key': 'gpu', 'operator': 'Exists', 'effect': 'NoSchedule'}   ; true
            {'key': 'gpu', 'operator': 'Exists', 'effect': 'NoExecute'}    ; false
            {'key': 'cpu', 'operator': 'Exists'}                           ; false
            """, quoteCharacter = '"')
    void aToleration(String toleration, boolean tolerated) {
        assertThat(obstacle("'tolerations': [" + toleration + "]", List.of()))
                .isEqualTo(tolerated ? "" : "pod web does not tolerate the node's taint gpu");
    }

    @Test
    void aPodThatSelectsOtherNodes() {
        assertThat(obstacle(TOLERANT + ", 'nodeSelector': {'zone': 'a'}", List.of()))
                .isEmpty();
        assertThat(obstacle(TOLERANT + ", 'nodeSelector': {'zone': 'b'}", List.of()))
                .isEqualTo("pod web selects nodes with zone=b");
        assertThat(obstacle(TOLERANT + """
                , 'affinity': {'nodeAffinity': {'requiredDuringSchedulingIgnoredDuringExecution': {'nodeSelectorTerms': [
                {'matchExpressions': [{'key': 'zone', 'operator': 'In', 'values': ['b']}]}]}}}""", List.of())).isEqualTo("pod web requires other nodes by its node affinity");
        assertThat(obstacle(TOLERANT + ", 'nodeName': 'n2'", List.of())).isEqualTo("pod web is on node n2");
        assertThat(obstacle(TOLERANT + ", 'nodeName': 'n1'", List.of())).isEmpty();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = ';', textBlock = """
            'cpu': '1500m'                   ; ''
            'cpu': '1501m'                   ; 'pod web finds no room there: it requests 1.501 of cpu, and the node has 1.5'
            'memory': '512Mi'                ; ''
            'memory': '513Mi'                ; 'pod web finds no room there: it requests 537919488 of memory, and the node has 536870912'
            'example.com/gpu': '9'           ; ''
            """, quoteCharacter = '"')
    void room(String requests, String told) {
        String spec = TOLERANT + ", 'containers': [{'resources': {'requests': {" + requests + "}}}]";
        assertThat(obstacle(spec, List.of(BUSY))).isEqualTo(told.replaceAll("^'|'$", ""));
    }

    @Test
    void anInitContainerMayAskForMoreThanTheOthersTogether() {
        String small = "{'resources': {'requests': {'cpu': '1'}}}";
        assertThat(obstacle(TOLERANT + ", 'containers': [" + small + ", " + small + "]", List.of()))
                .isEmpty();
        assertThat(obstacle(
                        TOLERANT + ", 'containers': [" + small
                                + "], 'initContainers': [{'resources': {'requests': {'cpu': '3'}}}]",
                        List.of()))
                .contains("requests 3 of cpu");
        assertThat(obstacle(TOLERANT + ", 'overhead': {'cpu': '2100m'}", List.of()))
                .contains("requests 2.1 of cpu");
    }

    @Test
    void anInitContainerThatIsRestartedRunsBesideTheOthers() {
        assertThat(obstacle(TOLERANT + """
                        , 'containers': [{'resources': {'requests': {'cpu': '1'}}}],
                        'initContainers': [{'restartPolicy': 'Always', 'resources': {'requests': {'cpu': '1500m'}}}]""", List.of())).contains("requests 2.5 of cpu");
    }

    @Test
    void aNodeThatIsClosedForNewPods() {
        JsonNode closed = FakeCluster.json("{'metadata': {'name': 'n2'}, 'spec': {'unschedulable': true}}");
        JsonNode pod = FakeCluster.json("{'metadata': {'name': 'web'}, 'spec': {}}");

        assertThat(new NodeFit(closed, List.of()).obstacle(pod))
                .contains("pod web does not tolerate the node's taint node.kubernetes.io/unschedulable");
    }

    @Test
    void aNodeTakesSoManyPods() {
        assertThat(obstacle(TOLERANT, List.of(BUSY, BUSY))).isEmpty();
        assertThat(obstacle(TOLERANT, List.of(BUSY, BUSY, BUSY)))
                .isEqualTo("pod web finds no room there: the node has as many pods as it takes");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "500m,0.5", "1.5Gi,1610612736", "1e3,1000", "2k,2000", "1Ki,1024", "12E,12000000000000000000"})
    void aQuantity(String text, java.math.BigDecimal value) {
        assertThat(Quantities.parse(text))
                .hasValueSatisfying(parsed -> assertThat(parsed).isEqualByComparingTo(value));
    }

    @ParameterizedTest
    @CsvSource({"''", "x", "1X", "Gi", "1 Gi"})
    void whatIsNoQuantity(String text) {
        assertThat(Quantities.parse(text)).isEmpty();
    }
}
