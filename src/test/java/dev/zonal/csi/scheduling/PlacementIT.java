package dev.zonal.csi.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kubernetes' own scheduler, volume controllers and provisioner against placement that knows the pod. The snapshot lies on n1,
 * the node that the scheduler likes least.
 */
@Tag("kubernetes")
@Timeout(600)
final class PlacementIT {
    private static final int RESTORES = 20;
    private static final int PAIRS = 10;

    @TempDir
    static Path folder;

    private static ControlPlane plane;
    private static PlaneObjects objects;
    private static ThreeNodes driver;

    @BeforeAll
    static void start() throws IOException {
        plane = new ControlPlane(folder);
        objects = new PlaneObjects(plane);
        plane.installSnapshotKinds();
        for (String node : List.of("n1", "n2", "n3")) {
            objects.node(node);
        }
        plane.make("""
                apiVersion: v1
                kind: Pod
                metadata: {name: ballast, namespace: default}
                spec:
                  nodeName: n1
                  containers: [{name: c, image: x, resources: {requests: {cpu: "8", memory: 16Gi}}}]
                """);
        plane.make("""
                apiVersion: storage.k8s.io/v1
                kind: CSIDriver
                metadata: {name: zonal.test}
                spec: {attachRequired: false}
                ---
                apiVersion: storage.k8s.io/v1
                kind: StorageClass
                metadata: {name: delayed}
                provisioner: zonal.test
                volumeBindingMode: WaitForFirstConsumer
                ---
                apiVersion: storage.k8s.io/v1
                kind: StorageClass
                metadata: {name: immediate}
                provisioner: zonal.test
                volumeBindingMode: Immediate
                """);
        makeSnapshot();
        Path socket = folder.resolve("csi.sock");
        driver = new ThreeNodes(
                socket, new PodViews(plane.address(), plane.account(), ThreeNodes.DRIVER, Duration.ofSeconds(30)));
        plane.startProvisioner(socket);
    }

    /** As the snapshot controller and the snapshotter leave one that is ready. */
    private static void makeSnapshot() {
        plane.make("""
                apiVersion: snapshot.storage.k8s.io/v1
                kind: VolumeSnapshot
                metadata: {name: nightly, namespace: default}
                spec: {source: {volumeSnapshotContentName: content-1}}
                status:
                  boundVolumeSnapshotContentName: content-1
                  readyToUse: true
                  restoreSize: 1Gi
                  creationTime: "2026-01-01T00:00:00Z"
                """);
        String uid = plane.client()
                .genericKubernetesResources("snapshot.storage.k8s.io/v1", "VolumeSnapshot")
                .inNamespace("default")
                .withName("nightly")
                .get()
                .getMetadata()
                .getUid();
        plane.make("""
                apiVersion: snapshot.storage.k8s.io/v1
                kind: VolumeSnapshotContent
                metadata: {name: content-1}
                spec:
                  driver: zonal.test
                  deletionPolicy: Retain
                  source: {snapshotHandle: %1$s}
                  volumeSnapshotRef: {name: nightly, namespace: default, uid: %2$s}
                status:
                  snapshotHandle: %1$s
                  readyToUse: true
                  restoreSize: 1073741824
                  creationTime: 1
                """.formatted(ThreeNodes.SNAPSHOT, uid));
    }

    @AfterAll
    static void stop() {
        if (driver != null) {
            driver.close();
        }
        if (plane != null) {
            plane.close();
        }
    }

    private static void fresh(String name) {
        objects.claim(name, "delayed", "1Gi", "");
    }

    private static void restored(String name, String type) {
        objects.claim(
                name,
                type,
                "1Gi",
                ", dataSource: {apiGroup: snapshot.storage.k8s.io, kind: VolumeSnapshot, name: nightly}");
    }

    /** Where the scheduler has put it. */
    private static String placed(String pod) {
        return plane.client()
                .pods()
                .inNamespace("default")
                .withName(pod)
                .waitUntilCondition(
                        found -> found != null && found.getSpec().getNodeName() != null, 2, TimeUnit.MINUTES)
                .getSpec()
                .getNodeName();
    }

    @Test
    void restoresComeUpWhereTheirSnapshotLiesWhateverTheSchedulerLikes() {
        for (int i = 0; i < RESTORES; i++) {
            restored("restored-" + i, "delayed");
            objects.pod("restored-" + i, "", List.of("restored-" + i));
        }

        for (int i = 0; i < RESTORES; i++) {
            assertThat(placed("restored-" + i)).isEqualTo("n1");
        }
    }

    @Test
    void aRestoredAndAFreshVolumeOfOnePodComeTogether() {
        for (int i = 0; i < PAIRS; i++) {
            fresh("pair-fresh-" + i);
            restored("pair-restored-" + i, "delayed");
            objects.pod("pair-" + i, "", List.of("pair-fresh-" + i, "pair-restored-" + i));
        }

        for (int i = 0; i < PAIRS; i++) {
            assertThat(placed("pair-" + i)).isEqualTo("n1");
        }
    }

    @Test
    void aRestoreThatWaitsForNoPodIsFollowedByIt() {
        restored("at-once", "immediate");
        plane.await("the volume of at-once", () -> isBound("at-once"));

        objects.pod("at-once", "", List.of("at-once"));

        assertThat(placed("at-once")).isEqualTo("n1");
    }

    @Test
    void aPodThatCantFollowIsToldWhatToDoAndComesUpWhenItCan() {
        restored("pinned", "delayed");
        objects.pod("pinned", "nodeSelector: {kubernetes.io/hostname: n2},", List.of("pinned"));

        plane.await(
                "an event that says so",
                () -> objects.events("pinned").stream()
                        .anyMatch(said -> said.contains("claim default/pinned: its source " + ThreeNodes.SNAPSHOT
                                + " lies on node n1, and the pod can't run there: pod pinned selects nodes with"
                                + " kubernetes.io/hostname=n2; let it run on n1")));
        assertThat(isBound("pinned")).isFalse();

        plane.client()
                .pods()
                .inNamespace("default")
                .withName("pinned")
                .withGracePeriod(0)
                .delete();
        objects.pod("unpinned", "", List.of("pinned"));

        assertThat(placed("unpinned")).isEqualTo("n1");
    }

    @Test
    void aFreshVolumeGoesWhereItsPodGoes() {
        fresh("fresh");
        objects.pod("fresh", "nodeSelector: {kubernetes.io/hostname: n3},", List.of("fresh"));

        assertThat(placed("fresh")).isEqualTo("n3");
    }

    private static boolean isBound(String claim) {
        return plane.client()
                        .persistentVolumeClaims()
                        .inNamespace("default")
                        .withName(claim)
                        .get()
                        .getSpec()
                        .getVolumeName()
                != null;
    }
}
