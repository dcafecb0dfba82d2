package dev.zonal.csi.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.config.ControlAddress.Tcp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which agents there are, by the nodes and the pods of a cluster. */
@Timeout(60)
final class AgentPodsTest {
    private static final String KEY = "topology.local.csi.zonal.dev/node";
    private static final String NODES = "/api/v1/nodes";
    private static final String PODS = "/api/v1/namespaces/zonal/pods";

    @TempDir
    Path folder;

    private static String node(String name) {
        return "{'metadata': {'name': '%s'}}".formatted(name);
    }

    private static String pod(String node, String ip, String metadata) {
        return """
                {'metadata': {%s}, 'spec': {'nodeName': '%s', 'containers': [
                  {'ports': [{'name': 'http', 'containerPort': 1}, {'name': 'control', 'containerPort': 9810}]}]},
                 'status': {'podIP': '%s'}}
                """.formatted(metadata, node, ip);
    }

    private static Map<String, Optional<dev.zonal.csi.config.ControlAddress>> look(FakeKubernetes kubernetes)
            throws IOException {
        try (ApiClient client = kubernetes.client()) {
            return new AgentPods(client, "zonal-node", KEY).look();
        }
    }

    @Test
    void everyNodeThatHasHadADriverIsOneAndItsPodSaysWhere() throws Exception {
        try (FakeKubernetes kubernetes = new FakeKubernetes(folder)) {
            kubernetes.list(NODES, node("n1"), node("n2"), node("n3"));
            kubernetes.list(
                    PODS,
                    pod("n1", "10.0.0.1", ""),
                    pod("n2", "10.0.0.2", "'deletionTimestamp': 'now'"),
                    pod("n2", "10.0.0.3", ""),
                    pod("n4", "", ""),
                    pod("n1", "10.0.0.9", "").replace("'podIP'", "'phase': 'Failed', 'podIP'"),
                    "{'metadata': {}, 'spec': {}}");

            assertThat(look(kubernetes))
                    .isEqualTo(Map.of(
                            "n1", Optional.of(new Tcp("10.0.0.1", 9810)),
                            "n2", Optional.of(new Tcp("10.0.0.3", 9810)),
                            "n3", Optional.empty(),
                            "n4", Optional.empty()));
            assertThat(kubernetes.questions.getFirst()).contains("labelSelector=topology.local.csi.zonal.dev%2Fnode");
            assertThat(kubernetes.questions.getLast()).contains("fieldSelector=spec.serviceAccountName%3Dzonal-node");
        }
    }

    @Test
    void aPodThatIsGoingIsNotAskedAnyMore() throws Exception {
        try (FakeKubernetes kubernetes = new FakeKubernetes(folder)) {
            kubernetes.list(NODES);
            kubernetes.list(PODS, pod("n1", "10.0.0.1", ""), pod("n1", "10.0.0.2", "'deletionTimestamp': 'now'"));
            assertThat(look(kubernetes)).isEqualTo(Map.of("n1", Optional.of(new Tcp("10.0.0.1", 9810))));

            kubernetes.list(PODS, pod("n1", "10.0.0.2", "'deletionTimestamp': 'now'"));
            assertThat(look(kubernetes)).isEqualTo(Map.of("n1", Optional.empty()));
        }
    }

    /** Half of a list would make agents leave that are there. */
    @Test
    void whatCanNotBeListedIsNoList() throws Exception {
        try (FakeKubernetes kubernetes = new FakeKubernetes(folder)) {
            kubernetes.list(NODES, node("n1"));

            assertThatThrownBy(() -> look(kubernetes))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("404");
        }
    }
}
