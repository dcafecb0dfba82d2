package dev.zonal.csi.cluster.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.cluster.ApiClient;
import dev.zonal.csi.cluster.FakeKubernetes;
import dev.zonal.csi.cluster.LeaderLease;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.rpc.ClassParameters;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What stands in the cluster as pools fill, nodes and classes come and go, and leaders change. */
@Timeout(120)
@ExtendWith(QuietLogs.class)
final class BucketPublisherTest {
    private static final String DRIVER = "local.csi.zonal.dev";
    private static final String NODES = "/api/v1/nodes";
    private static final String CLASSES = "/apis/storage.k8s.io/v1/storageclasses";
    private static final String OBJECTS = "/apis/storage.k8s.io/v1/namespaces/zonal/csistoragecapacities";
    private static final String LEASE = "/apis/coordination.k8s.io/v1/namespaces/zonal/leases/capacity";
    private static final String THIN = "thin.capacity.local.csi.zonal.dev/default";
    private static final String THICK = "thick.capacity.local.csi.zonal.dev/big";

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private final List<PoolRoom> rooms = new ArrayList<>();
    private Duration looking = Duration.ZERO;
    private FakeKubernetes kubernetes;
    private ApiClient client;
    private BucketPublisher publisher;

    @BeforeEach
    void begin() throws Exception {
        kubernetes = new FakeKubernetes(folder);
        List.of(NODES, CLASSES, OBJECTS).forEach(kubernetes::collection);
        kubernetes.put(LEASE, "{'metadata': {}}");
        List.of("n1", "n2", "n3").forEach(this::node);
        type("zonal", "{}");
        client = kubernetes.client();
        publisher = publisher("one");
    }

    @AfterEach
    void end() {
        client.close();
        kubernetes.close();
    }

    private BucketPublisher publisher(String identity) {
        return new BucketPublisher(
                client,
                DRIVER,
                new LeaderLease(client, "capacity", identity, nanos::get, InstantSource.system()),
                ClassParameters::ofPools,
                () -> {
                    nanos.addAndGet(looking.toNanos());
                    return List.copyOf(rooms);
                },
                nanos::get);
    }

    private void node(String name) {
        kubernetes.put(NODES + "/" + name, "{'metadata': {'name': '%s', 'labels': {'a': 'b'}}}".formatted(name));
    }

    private void type(String name, String parameters) {
        kubernetes.put(
                CLASSES + "/" + name,
                "{'metadata': {'name': '%s'}, 'provisioner': '%s', 'parameters': %s}"
                        .formatted(name, DRIVER, parameters));
    }

    private void free(String node, String pool, long thin, long thick) {
        rooms.removeIf(room -> room.node().equals(node) && room.pool().equals(pool));
        rooms.add(new PoolRoom(node, pool, ByteSize.ofGibibytes(thin), ByteSize.ofGibibytes(thick)));
    }

    private void after(Duration time) throws IOException {
        nanos.addAndGet(time.toNanos());
        publisher.publish();
    }

    private Map<String, String> labels(String node) {
        Map<String, String> labels = new TreeMap<>();
        kubernetes
                .object(NODES + "/" + node)
                .at("/metadata/labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
        return labels;
    }

    /** By class, where and how much. */
    private List<String> objects() {
        return kubernetes.objects(OBJECTS).values().stream()
                .filter(object -> object.at("/metadata/labels/csi.storage.k8s.io~1managed-by")
                        .asString("")
                        .equals("zonal"))
                .map(object -> object.path("storageClassName").asString("")
                        + object.at("/nodeTopology/matchLabels")
                        + object.path("capacity").asString("")
                        + "/"
                        + object.path("maximumVolumeSize").asString(""))
                .sorted()
                .toList();
    }

    @Test
    void nodesAreLabelledWithTheirBucketAndAnObjectSaysHowMuchThatIs() throws Exception {
        free("n1", "default", 20, 10);
        free("n2", "default", 20, 10);
        free("n3", "default", 3, 3);
        after(Duration.ZERO);

        assertThat(labels("n1")).isEqualTo(Map.of("a", "b", THIN, "19472Mi"));
        assertThat(labels("n3")).containsEntry(THIN, "2896Mi");
        assertThat(objects())
                .containsExactly(
                        "zonal{\"" + THIN + "\":\"19472Mi\"}19472Mi/19472Mi",
                        "zonal{\"" + THIN + "\":\"2896Mi\"}2896Mi/2896Mi");
        JsonNode object = kubernetes.objects(OBJECTS).values().iterator().next();
        assertThat(object.at("/metadata/ownerReferences/0/uid").asString(""))
                .isEqualTo(kubernetes.object(LEASE).at("/metadata/uid").asString(""));
        assertThat(object.at("/metadata/labels/csi.storage.k8s.io~1drivername").asString(""))
                .isEqualTo(DRIVER);
    }

    @Test
    void onlyWhatChangesIsWritten() throws Exception {
        free("n1", "default", 20, 10);
        after(Duration.ZERO);
        after(Duration.ofSeconds(2));
        kubernetes.questions.clear();

        after(Duration.ofSeconds(2));
        after(BucketPublisher.BETWEEN_LOOKS);

        assertThat(kubernetes.writes()).hasSize(2).allMatch(write -> write.equals("PUT " + LEASE));
    }

    /** Full, sick or away: all of it is room for nothing. */
    @Test
    void aNodeWithoutRoomHasNoLabelAtTheNextBeat() throws Exception {
        free("n1", "default", 20, 10);
        after(Duration.ZERO);

        free("n1", "default", 0, 0);
        after(Duration.ofSeconds(2));
        assertThat(labels("n1")).isEqualTo(Map.of("a", "b"));
        rooms.clear();
        free("n2", "default", 5, 5);
        after(Duration.ofSeconds(2));

        assertThat(labels("n2")).containsKey(THIN);
        assertThat(objects()).hasSize(1);
    }

    @Test
    void classesWithTheirOwnPoolAndWayOfProvisioningComeAndGo() throws Exception {
        free("n1", "default", 20, 10);
        free("n1", "big", 100, 64);
        type("thick", "{'pool': 'big', 'provisioning': 'thick'}");
        type("another", "{'csi.storage.k8s.io/fstype': 'xfs'}");
        type("misspelt", "{'pol': 'big'}");
        kubernetes.put(CLASSES + "/foreign", "{'metadata': {'name': 'foreign'}, 'provisioner': 'other'}");
        after(Duration.ZERO);

        assertThat(labels("n1")).isEqualTo(Map.of("a", "b", THIN, "19472Mi", THICK, "64Gi"));
        assertThat(objects())
                .containsExactly(
                        "another{\"" + THIN + "\":\"19472Mi\"}19472Mi/19472Mi",
                        "thick{\"" + THICK + "\":\"64Gi\"}64Gi/64Gi",
                        "zonal{\"" + THIN + "\":\"19472Mi\"}19472Mi/19472Mi");

        kubernetes.remove(CLASSES + "/thick");
        kubernetes.remove(CLASSES + "/another");
        after(Duration.ofSeconds(2));
        after(Duration.ofSeconds(2));

        assertThat(labels("n1")).isEqualTo(Map.of("a", "b", THIN, "19472Mi"));
        assertThat(objects()).hasSize(1);
    }

    @Test
    void nodesComeAndGo() throws Exception {
        free("n1", "default", 20, 10);
        after(Duration.ZERO);
        node("n4");
        free("n4", "default", 20, 10);
        kubernetes.remove(NODES + "/n1");
        free("n1", "default", 1, 1);

        after(BucketPublisher.UNTIL_NEXT_LOOK);

        assertThat(labels("n4")).containsKey(THIN);
    }

    @Test
    void whatOthersChangeOrTakeAwayIsPutRight() throws Exception {
        free("n1", "default", 20, 10);
        after(Duration.ZERO);
        List<String> right = objects();
        String name = kubernetes.objects(OBJECTS).keySet().iterator().next();
        kubernetes.put(
                OBJECTS + "/" + name,
                kubernetes.object(OBJECTS + "/" + name).toString().replace("\"19472Mi\"}", "\"99Ti\"}"));
        kubernetes.put(NODES + "/n1", "{'metadata': {'name': 'n1', 'labels': {'%s': '99Ti'}}}".formatted(THIN));

        after(BucketPublisher.BETWEEN_LOOKS);
        after(Duration.ofSeconds(2));

        assertThat(objects()).isEqualTo(right);
        assertThat(labels("n1")).isEqualTo(Map.of(THIN, "19472Mi"));
    }

    @Test
    void theProvisionersObjectsGoAndThoseOfOthersStay() throws Exception {
        String object = "{'metadata': {'name': '%1$s', 'labels': {'csi.storage.k8s.io/drivername': '%2$s',"
                + " 'csi.storage.k8s.io/managed-by': '%3$s'}}, 'storageClassName': 'zonal'}";
        kubernetes.put(OBJECTS + "/former", object.formatted("former", DRIVER, "external-provisioner"));
        kubernetes.put(OBJECTS + "/other", object.formatted("other", "other.driver", "external-provisioner"));
        kubernetes.put(OBJECTS + "/by-hand", object.formatted("by-hand", DRIVER, "somebody"));
        free("n1", "default", 20, 10);

        after(Duration.ZERO);

        assertThat(kubernetes.objects(OBJECTS).keySet())
                .hasSize(3)
                .contains("other", "by-hand")
                .doesNotContain("former");
    }

    /** While controllers are replaced, a provisioner may still publish for a moment. */
    @Test
    void whatTheLastProvisionerPublishedInTheMeantimeIsLookedForSoon() throws Exception {
        String object = "{'metadata': {'name': 'former', 'labels': {'csi.storage.k8s.io/drivername': '" + DRIVER
                + "', 'csi.storage.k8s.io/managed-by': 'external-provisioner'}}}";
        kubernetes.put(OBJECTS + "/former", object);
        free("n1", "default", 20, 10);
        after(Duration.ZERO);
        kubernetes.put(OBJECTS + "/former", object);

        after(BucketPublisher.UNTIL_NEXT_LOOK);

        assertThat(kubernetes.objects(OBJECTS).keySet()).hasSize(1).doesNotContain("former");
    }

    @Test
    void whenNobodyPublishesAnyMoreTheLabelsGoAndNoOthers() throws Exception {
        type("thick", "{'pool': 'big', 'provisioning': 'thick'}");
        free("n1", "default", 20, 10);
        free("n1", "big", 20, 10);
        free("n2", "default", 20, 10);
        after(Duration.ZERO);
        kubernetes.put(
                NODES + "/n3", "{'metadata': {'name': 'n3', 'labels': {'thin.capacity.other.driver/default': '1Gi'}}}");

        assertThat(new FormerLabels(client, DRIVER).remove()).containsExactly("n1", "n2");

        assertThat(labels("n1")).isEqualTo(Map.of("a", "b"));
        assertThat(labels("n2")).isEqualTo(Map.of("a", "b"));
        assertThat(labels("n3")).isEqualTo(Map.of("thin.capacity.other.driver/default", "1Gi"));
        assertThat(new FormerLabels(client, DRIVER).remove()).isEmpty();
    }

    /** Taken away with the Lease, the right to lead has ended, whatever its time was. */
    @Test
    void whereTheLeaseIsGoneNothingIsWrittenAnyMore() throws Exception {
        free("n1", "default", 20, 10);
        after(Duration.ZERO);
        kubernetes.remove(LEASE);
        free("n1", "default", 2, 2);
        kubernetes.questions.clear();

        assertThatThrownBy(() -> after(Duration.ofSeconds(2))).isInstanceOf(IOException.class);

        assertThat(kubernetes.writes()).isEmpty();
    }

    @Test
    void whoDoesNotLeadWritesNothing() throws Exception {
        free("n1", "default", 20, 10);
        after(Duration.ZERO);
        kubernetes.questions.clear();

        publisher("two").publish();

        assertThat(kubernetes.writes()).isEmpty();
    }

    @Test
    void leadershipThatEndsInTheMidstOfWritingEndsTheWriting() throws Exception {
        List.of("n1", "n2", "n3").forEach(node -> free(node, "default", 20, 10));
        after(Duration.ZERO);
        List.of("n1", "n2", "n3").forEach(node -> free(node, "default", 2, 2));
        kubernetes.questions.clear();
        looking = Duration.ofMillis(9_500);
        // The first write is that of the Lease.
        kubernetes.beforeTheNextWrite(() -> kubernetes.beforeTheNextWrite(
                () -> nanos.addAndGet(Duration.ofSeconds(1).toNanos())));

        after(Duration.ofSeconds(2));

        assertThat(kubernetes.writes()).hasSize(2);
        looking = Duration.ZERO;
        BucketPublisher other = publisher("two");
        other.publish();
        nanos.addAndGet(Duration.ofSeconds(15).toNanos());
        other.publish();
        assertThat(List.of(labels("n1"), labels("n2"), labels("n3")))
                .allMatch(labels -> labels.equals(Map.of("a", "b", THIN, "2Gi")));
    }

    @Test
    void whatWasWrittenInAFailedBeatIsLookedAtAgain() throws Exception {
        free("n1", "default", 20, 10);
        after(Duration.ZERO);
        String lease = kubernetes.object(LEASE).toString();
        kubernetes.remove(LEASE);
        assertThatThrownBy(() -> after(Duration.ofSeconds(2))).isInstanceOf(IOException.class);
        kubernetes.put(LEASE, lease);
        free("n1", "default", 2, 2);

        after(Duration.ofSeconds(2));

        assertThat(labels("n1")).containsEntry(THIN, "2Gi");
    }

    @Test
    void soManyWritesAtATimeAndNoMoreThoseFirstThatTakeRoomAway() throws Exception {
        int many = BucketPublisher.MOST_WRITES + 50;
        List<String> nodes =
                IntStream.range(0, many).mapToObj(number -> "m" + number).toList();
        nodes.forEach(node -> kubernetes.put(
                NODES + "/" + node, "{'metadata': {'name': '%s', 'labels': {'%s': '64Gi'}}}".formatted(node, THIN)));
        free("n1", "default", 20, 10);
        kubernetes.questions.clear();

        after(Duration.ZERO);
        assertThat(kubernetes.writes()).hasSizeLessThanOrEqualTo(1 + BucketPublisher.MOST_WRITES);
        assertThat(labels("n1")).doesNotContainKey(THIN);
        while (!labels("n1").containsKey(THIN)) {
            after(Duration.ofSeconds(2));
        }

        assertThat(nodes).allMatch(node -> labels(node).isEmpty());
    }
}
