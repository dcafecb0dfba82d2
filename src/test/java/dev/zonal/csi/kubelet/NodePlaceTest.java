package dev.zonal.csi.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodePlaceTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final String ZONE = "topology.local.csi.zonal.dev/zone";
    private static final String RACK = "topology.local.csi.zonal.dev/rack";
    private static final Map<String, String> KEYS =
            Map.of(ZONE, "failure-domain.beta.kubernetes.io/zone", RACK, "example.com/rack");

    @TempDir
    Path account;

    private FakeApiServer kubernetes;

    @BeforeEach
    void start() throws Exception {
        kubernetes = FakeApiServer.start();
        Files.writeString(account.resolve("token"), FakeApiServer.TOKEN + "\n");
    }

    @AfterEach
    void stop() {
        kubernetes.close();
    }

    @Test
    void everyKeyGetsTheValueOfItsLabel() {
        kubernetes.label(
                "n1", Map.of("failure-domain.beta.kubernetes.io/zone", "a", "example.com/rack", "r1", "x", "y"));

        Map<String, String> found = place("n1").find(LONG, PAUSE);

        assertThat(found).isEqualTo(Map.of(ZONE, "a", RACK, "r1"));
        assertThat(kubernetes.questions).singleElement().satisfies(question -> {
            assertThat(question.path()).isEqualTo("/api/v1/nodes/n1");
            assertThat(question.headers().getFirst("Accept")).contains("PartialObjectMetadata");
        });
    }

    @ParameterizedTest
    @CsvSource({"failure-domain.beta.kubernetes.io/zone,''", "unrelated,a"})
    void aLabelThatIsMissingOrEmptyIsNamedWithItsNodeAndTheRemedy(String label, String value) {
        kubernetes.label("n1", Map.of("example.com/rack", "r1", label, value));

        assertThatThrownBy(() -> place("n1").find(LONG, PAUSE))
                .isInstanceOf(KubernetesException.class)
                .hasMessageContaining("the node 'n1' has no label 'failure-domain.beta.kubernetes.io/zone'")
                .hasMessageContaining("kubectl label node n1 failure-domain.beta.kubernetes.io/zone=VALUE");
        assertThat(kubernetes.questions).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"503", "500", "429", "408"})
    void anApiServerThatFailsIsAskedAgain(int status) {
        kubernetes.label("n1", Map.of("failure-domain.beta.kubernetes.io/zone", "a", "example.com/rack", "r1"));
        kubernetes.fail(status, 3);

        Map<String, String> found = place("n1").find(LONG, PAUSE);

        assertThat(found).containsEntry(ZONE, "a");
        assertThat(kubernetes.questions).hasSize(4);
    }

    @Test
    void anApiServerThatStaysAwayEndsThePatience() throws Exception {
        URI nobody;
        try (ServerSocket reserved = new ServerSocket()) {
            reserved.bind(FakeApiServer.somewhere());
            nobody = URI.create("http://127.0.0.1:" + reserved.getLocalPort());
        }
        NodePlace place = new NodePlace(new ApiServer(nobody, account), "n1", KEYS);

        assertThatThrownBy(() -> place.find(Duration.ofMillis(50), PAUSE))
                .isInstanceOf(KubernetesException.class)
                .hasMessageContaining("the labels of the node 'n1' can't be read: the API server stays away")
                .hasMessageContaining(nobody.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | may not read the node 'n1' (403); it needs a role with the verb get on nodes",
                "401 | does not know this service account (401)",
                "404 | Kubernetes has no node 'n1' (404); --node-id has to be the node's name",
                "400 | answers with 400",
            })
    void whatAPersonHasToMendIsSaidAtOnce(int status, String sentence) {
        kubernetes.fail(status, Integer.MAX_VALUE);

        assertThatThrownBy(() -> place("n1").find(LONG, PAUSE))
                .isInstanceOf(KubernetesException.class)
                .hasMessageContaining(sentence);
        assertThat(kubernetes.questions).hasSize(1);
    }

    @Test
    void anAnswerThatIsNoNodeIsNotUnderstood() {
        kubernetes.label("n1", Map.of("a\"", "not JSON"));

        assertThatThrownBy(() -> place("n1").find(LONG, PAUSE))
                .isInstanceOf(KubernetesException.class)
                .hasMessageContaining("is not understood");
    }

    @Test
    void outsideOfAPodThereIsNothingToAsk() {
        assertThatThrownBy(() -> ApiServer.ofPod(Map.of()))
                .isInstanceOf(KubernetesException.class)
                .hasMessageContaining("--topology-from-labels")
                .hasMessageContaining("elsewhere say --topology");
    }

    private NodePlace place(String node) {
        return new NodePlace(new ApiServer(kubernetes.address("http"), account), node, KEYS);
    }
}
