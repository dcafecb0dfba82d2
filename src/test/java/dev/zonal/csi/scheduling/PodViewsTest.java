package dev.zonal.csi.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.controller.PodView;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The claim db of the namespace shop, two nodes, and what is told of the pods that use it. */
@Timeout(60)
@ExtendWith(QuietLogs.class)
class PodViewsTest {
    private static final KubernetesObject CLAIM = new KubernetesObject("shop", "db");
    private static final HomeId HOME = new HomeId("aaaaaa22");
    private static final SnapshotId SNAPSHOT = SnapshotId.of("s", HOME);
    private static final VolumeId VOLUME = VolumeId.of("v", HOME);

    @TempDir
    Path folder;

    private FakeCluster cluster;

    @BeforeEach
    void start() throws IOException {
        cluster = new FakeCluster(folder);
        cluster.put("/apis/storage.k8s.io/v1/storageclasses/delayed", """
                {'provisioner': 'local.csi.zonal.dev', 'volumeBindingMode': 'WaitForFirstConsumer'}""");
        cluster.put("/apis/storage.k8s.io/v1/storageclasses/immediate", """
                {'provisioner': 'local.csi.zonal.dev', 'volumeBindingMode': 'Immediate'}""");
        cluster.put("/apis/storage.k8s.io/v1/storageclasses/others", """
                {'provisioner': 'disks.example.com', 'volumeBindingMode': 'WaitForFirstConsumer'}""");
        cluster.claim("db", "n2", "'storageClassName': 'delayed'");
        cluster.node("n1", "'example.com/zone': 'a'", "");
        cluster.node("n2", "'example.com/zone': 'b'", "");
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private PodView view(String... nodes) {
        return cluster.views(Duration.ofSeconds(30)).of(CLAIM, Set.of(nodes)).orElseThrow();
    }

    @Test
    void theChosenNodeIsTold() {
        cluster.pod("web", List.of("db"), "");

        PodView view = view("n1");

        assertThat(view.selectedNode()).contains("n2");
        assertThat(view.delayed()).isTrue();
        assertThat(view.obstacles()).isEmpty();
        assertThat(view.sources()).isEmpty();
        assertThat(view.doubts()).isEmpty();
    }

    @Test
    void theClassTellsWhetherTheClaimWaitsWhereNoNodeIsChosen() {
        cluster.claim("db", "", "'storageClassName': 'immediate'");
        assertThat(view().delayed()).isFalse();
        assertThat(view().selectedNode()).isEmpty();

        cluster.claim("db", "", "'storageClassName': 'delayed'");
        assertThat(view().delayed()).isTrue();
    }

    @Test
    void aPodThatCantRunOnANodeIsAnObstacleThere() {
        for (String name : List.of("a", "b", "c", "d")) {
            cluster.pod(name, List.of("logs-" + name), "'nodeSelector': {'disk': 'slow'}");
        }
        cluster.pod("web", List.of("db"), "'nodeSelector': {'example.com/zone': 'b'}");

        assertThat(view("n1").obstacles()).isEqualTo(Map.of("n1", "pod web selects nodes with example.com/zone=b"));
        assertThat(view("n2").obstacles()).isEmpty();
    }

    /** The scheduler has looked at it, and knows more. */
    @Test
    void theChosenNodeIsNotLookedAtAgain() {
        cluster.pod("web", List.of("db"), "'nodeSelector': {'example.com/zone': 'a'}");

        assertThat(view("n2").obstacles()).isEmpty();
        assertThat(cluster.questions).noneMatch(question -> question.contains("fieldSelector"));
    }

    @Test
    void whatRunsOnTheNodeAlreadyTakesItsRoom() {
        cluster.pod("web", List.of("db"), "'containers': [{'resources': {'requests': {'cpu': '1500m'}}}]");
        assertThat(view("n1").obstacles()).isEmpty();

        cluster.pod("busy", List.of(), "'nodeName': 'n1', 'containers': [{'resources': {'requests': {'cpu': '1'}}}]");
        cluster.pod("idle", List.of(), "'nodeName': 'n2', 'containers': [{'resources': {'requests': {'cpu': '1'}}}]");

        assertThat(view("n1").obstacles())
                .isEqualTo(Map.of("n1", "pod web finds no room there: it requests 1.5 of cpu, and the node has 1"));
    }

    @Test
    void aPodThatHasEndedOrIsGoingUsesNothingAnyMore() {
        cluster.pod("web", List.of("db"), "'nodeSelector': {'disk': 'none'}");
        cluster.put("/api/v1/namespaces/shop/pods/web", """
                {'metadata': {'name': 'web'}, 'status': {'phase': 'Succeeded'}, 'spec': {'nodeSelector': {'disk': 'none'},
                 'volumes': [{'persistentVolumeClaim': {'claimName': 'db'}}]}}""");
        assertThat(view("n1").obstacles()).isEmpty();

        cluster.put("/api/v1/namespaces/shop/pods/web", """
                {'metadata': {'name': 'web', 'deletionTimestamp': '2026-01-01T00:00:00Z'}, 'spec': {'nodeSelector':
                 {'disk': 'none'}, 'volumes': [{'persistentVolumeClaim': {'claimName': 'db'}}]}}""");
        assertThat(view("n1").obstacles()).isEmpty();
    }

    @Test
    void aNodeThatKubernetesDoesNotHaveIsAnObstacle() {
        cluster.pod("web", List.of("db"), "");

        assertThat(view("n9").obstacles()).isEqualTo(Map.of("n9", "Kubernetes has no node n9"));
    }

    @Test
    void anotherVolumeOfThePodElsewhereIsAnObstacleAlsoOnTheChosenNode() {
        cluster.pod("web", List.of("db", "logs"), "");
        cluster.claim("logs", "n1", "'storageClassName': 'delayed', 'volumeName': 'pv-1'");
        cluster.put("/api/v1/persistentvolumes/pv-1", """
                {'spec': {'nodeAffinity': {'required': {'nodeSelectorTerms': [{'matchExpressions': [
                 {'key': 'example.com/zone', 'operator': 'In', 'values': ['a']}]}]}}}}""");

        assertThat(view("n1").obstacles()).isEqualTo(Map.of("n2", "its claim logs has its volume elsewhere"));
    }

    @Test
    void aVolumeThatCanBeUsedAnywhereIsNone() {
        cluster.pod("web", List.of("db", "logs"), "");
        cluster.claim("logs", "n1", "'volumeName': 'pv-1'");
        cluster.put("/api/v1/persistentvolumes/pv-1", "{'spec': {}}");

        assertThat(view("n1").obstacles()).isEmpty();
    }

    @Test
    void anotherCopyOfThePodIsToldWithItsSource() {
        cluster.pod("web", List.of("db", "logs", "cache"), "");
        cluster.claim(
                "logs",
                "n2",
                "'storageClassName': 'delayed', 'dataSource': {'kind': 'VolumeSnapshot', 'name': 'nightly'}");
        cluster.put("/apis/snapshot.storage.k8s.io/v1/namespaces/shop/volumesnapshots/nightly", """
                {'status': {'boundVolumeSnapshotContentName': 'content-1'}}""");
        cluster.put("/apis/snapshot.storage.k8s.io/v1/volumesnapshotcontents/content-1", """
                {'status': {'snapshotHandle': '%s'}}""".formatted(SNAPSHOT));
        cluster.claim(
                "cache",
                "n2",
                "'storageClassName': 'delayed', 'dataSourceRef': {'kind': 'PersistentVolumeClaim', 'name': 'old'}");
        cluster.claim("old", "", "'volumeName': 'pv-old'");
        cluster.put("/api/v1/persistentvolumes/pv-old", "{'spec': {'csi': {'volumeHandle': '%s'}}}".formatted(VOLUME));

        PodView view = view("n1");

        assertThat(view.sources()).isEqualTo(Map.of("logs", SNAPSHOT, "cache", VOLUME));
        assertThat(view.obstacles()).isEmpty();
    }

    @Test
    void aCopyWhoseSourceIsNotThereYetMayComeToLieAnywhere() {
        cluster.pod("web", List.of("db", "logs"), "");
        cluster.claim(
                "logs",
                "n2",
                "'storageClassName': 'delayed', 'dataSource': {'kind': 'VolumeSnapshot', 'name': 'nightly'}");

        assertThat(view("n1").obstacles()).containsOnlyKeys("n1", "n2");
        assertThat(view().obstacles())
                .isEqualTo(Map.of("n2", "its claim logs waits for its source, VolumeSnapshot nightly"));
    }

    @Test
    void aVolumeThatAnotherDriverWillMakeIsAnObstacleUntilItIsThere() {
        cluster.pod("web", List.of("db", "logs"), "");
        cluster.claim("logs", "n2", "'storageClassName': 'others'");

        assertThat(view("n1").obstacles())
                .isEqualTo(
                        Map.of("n1", "its claim logs has no volume yet, and disks.example.com may make it elsewhere"));
    }

    @Test
    void aFreshVolumeOfThisDriverFollowsAndIsNone() {
        cluster.pod("web", List.of("db", "logs"), "");
        cluster.claim("logs", "n2", "'storageClassName': 'delayed'");

        assertThat(view("n1").obstacles()).isEmpty();
    }

    @Test
    void theClaimOfAnEphemeralVolumeIsAmongTheOthers() {
        cluster.pod("web", List.of("db"), "'x': 0");
        cluster.put("/api/v1/namespaces/shop/pods/web", """
                {'metadata': {'name': 'web'}, 'spec': {'volumes': [{'persistentVolumeClaim': {'claimName': 'db'}},
                 {'name': 'scratch', 'ephemeral': {}}]}}""");
        cluster.claim("web-scratch", "n2", "'storageClassName': 'others'");

        assertThat(view("n1").obstacles()).containsOnlyKeys("n1");
    }

    @Test
    void rulesThatAreNotLookedAtAreDoubts() {
        cluster.pod("web", List.of("db"), """
                'affinity': {'podAntiAffinity': {'requiredDuringSchedulingIgnoredDuringExecution': [{}]}}""");

        assertThat(view("n1").doubts()).containsExactly("how pod web has to stand to other pods is not looked at");
    }

    @Test
    void whatMayNotBeReadIsADoubtAndHoldsNothingUp() {
        cluster.pod("web", List.of("db"), "'nodeSelector': {'disk': 'none'}");
        cluster.fail("/pods", 403);
        cluster.fail("/nodes/", 500);

        PodView view = view("n1");

        assertThat(view.selectedNode()).contains("n2");
        assertThat(view.obstacles()).isEmpty();
        assertThat(view.doubts())
                .containsExactly("the pods of namespace shop may not be read (403)", "node n1 can't be read (500)");
    }

    @Test
    void aSourceThatMayNotBeReadIsADoubtAndNoObstacle() {
        cluster.pod("web", List.of("db", "logs"), "");
        cluster.claim(
                "logs",
                "n2",
                "'storageClassName': 'delayed', 'dataSource': {'kind': 'VolumeSnapshot', 'name': 'nightly'}");
        cluster.fail("/volumesnapshots/", 403);

        assertThat(view("n1").obstacles()).isEmpty();
        assertThat(view("n1").doubts()).containsExactly("VolumeSnapshot nightly may not be read (403)");
    }

    @Test
    void aClaimThatIsNotThereIsADoubt() {
        PodView view = cluster.views(Duration.ofSeconds(30))
                .of(new KubernetesObject("shop", "gone"), Set.of("n1"))
                .orElseThrow();

        assertThat(view).isEqualTo(PodView.unknown("claim gone is not there"));
    }

    @Test
    void anApiServerThatIsAwayIsADoubt() {
        cluster.close();

        PodView view = view("n1");

        assertThat(view.selectedNode()).isEmpty();
        assertThat(view.delayed()).isFalse();
        assertThat(view.doubts()).singleElement().asString().startsWith("claim db can't be read: ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anApiServerThatDoesNotAnswerIsNotWaitedForLongerThanTheBudget(boolean begins) {
        cluster.pod("web", List.of("db"), "");
        if (begins) {
            cluster.hangMidway("/pods");
        } else {
            cluster.hang("/pods");
        }
        long start = System.nanoTime();

        PodView view =
                cluster.views(Duration.ofMillis(300)).of(CLAIM, Set.of("n1")).orElseThrow();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(view.selectedNode()).contains("n2");
        assertThat(view.doubts())
                .hasSize(2)
                .last()
                .asString()
                .isEqualTo("node n1 can't be read: there was no time left");
    }
}
