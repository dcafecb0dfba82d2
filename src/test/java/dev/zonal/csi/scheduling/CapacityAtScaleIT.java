package dev.zonal.csi.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.MemoryBackend;
import dev.zonal.csi.cluster.ApiClient;
import dev.zonal.csi.cluster.LeaderLease;
import dev.zonal.csi.cluster.capacity.BucketPublisher;
import dev.zonal.csi.cluster.capacity.PoolRoom;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.VolumeParameters;
import dev.zonal.csi.rpc.ClassParameters;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Kubernetes' own scheduler makes of capacity by buckets, on as many nodes as wanted; the time that claims take is told
 * beside the time that they take where capacity is not looked at.
 */
@Tag("kubernetes")
@Timeout(900)
final class CapacityAtScaleIT {
    private static final int NODES = Integer.getInteger("scale.nodes", 200);
    private static final int CLAIMS = Integer.getInteger("scale.claims", 20);
    private static final int MAKERS = 8;

    /** Three octaves and a bit, four buckets each. */
    private static final int MOST_OBJECTS = 16;

    private static final int LEAST_GIBIBYTES = 100;
    private static final int GIBIBYTES_MORE = 900;

    @TempDir
    static Path folder;

    private final MemoryBackend backend = new MemoryBackend();

    @Test
    void theSchedulerReadsSomeObjectsForAllNodes() throws Exception {
        try (ControlPlane plane = new ControlPlane(folder)) {
            PlaneObjects objects = new PlaneObjects(plane);
            makeNodes(objects);
            plane.make("""
                    apiVersion: storage.k8s.io/v1
                    kind: CSIDriver
                    metadata: {name: zonal.test}
                    spec: {attachRequired: false, storageCapacity: false}
                    ---
                    apiVersion: storage.k8s.io/v1
                    kind: StorageClass
                    metadata: {name: zonal}
                    provisioner: zonal.test
                    volumeBindingMode: WaitForFirstConsumer
                    ---
                    apiVersion: coordination.k8s.io/v1
                    kind: Lease
                    metadata: {name: capacity, namespace: default}
                    """);
            Path socket = folder.resolve("csi.sock");
            PodViews views =
                    new PodViews(plane.address(), plane.account(), ControllerOnSocket.DRIVER, Duration.ofSeconds(30));
            try (ControllerOnSocket _ = new ControllerOnSocket(socket, backend, views);
                    ApiClient api = new ApiClient(plane.address(), plane.account())) {
                plane.startProvisioner(socket);
                claims(plane, "first", 5);
                Took without = claims(plane, "without", CLAIMS);
                publishEachNode(objects);
                Took each = claims(plane, "each", CLAIMS / 10);
                try (ScheduledExecutorService _ = publish(plane, api)) {
                    claims(plane, "then", 5);
                    Took with = claims(plane, "with", CLAIMS);
                    objects.claim("too-large", "zonal", "2000Gi", "");
                    objects.pod("too-large", "", List.of("too-large"));
                    plane.await(
                            "an event that says so",
                            () -> objects.events("too-large").stream()
                                    .anyMatch(said ->
                                            said.contains(NODES + " node(s) did not have enough free storage")));
                    System.out.printf(
                            "%d nodes, a claim to Bound: without objects %s, by %d of them %s, by one for each node %s%n",
                            NODES, without, objects(plane), with, each);
                    assertThat(objects(plane)).isLessThanOrEqualTo(MOST_OBJECTS);
                }
            }
        }
    }

    private static int objects(ControlPlane plane) {
        return plane.client()
                .storage()
                .v1()
                .csiStorageCapacities()
                .inNamespace("default")
                .list()
                .getItems()
                .size();
    }

    private static String node(int number) {
        return "m" + number;
    }

    /** For the provisioner's way, and for the publisher to clear away. */
    private static void publishEachNode(PlaneObjects objects) {
        forEachNode(number -> objects.capacity(node(number), "zonal", LEAST_GIBIBYTES + "Gi"));
        ControlPlane plane = objects.plane();
        plane.client()
                .storage()
                .v1()
                .csiDrivers()
                .withName(ControllerOnSocket.DRIVER)
                .edit(driver -> {
                    driver.getSpec().setStorageCapacity(true);
                    return driver;
                });
    }

    private void makeNodes(PlaneObjects objects) {
        forEachNode(number -> {
            backend.with(
                    new Home(
                            HomeId.ofName(node(number)),
                            "default",
                            Topology.of(Map.of("topology.zonal.test/node", node(number)))),
                    ByteSize.ofGibibytes(LEAST_GIBIBYTES + number * 37L % GIBIBYTES_MORE));
            objects.node(node(number));
        });
    }

    private static void forEachNode(IntConsumer work) {
        try (ExecutorService makers = Executors.newFixedThreadPool(MAKERS)) {
            CompletableFuture<?>[] all = IntStream.range(0, NODES)
                    .mapToObj(number -> CompletableFuture.runAsync(() -> work.accept(number), makers))
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(all).join();
        }
    }

    private List<PoolRoom> rooms() {
        return IntStream.range(0, NODES)
                .mapToObj(number -> {
                    HomeId home = HomeId.ofName(node(number));
                    ByteSize largest =
                            backend.capacity(home, VolumeParameters.DEFAULT).maximumVolume();
                    return new PoolRoom(node(number), "default", largest, largest);
                })
                .toList();
    }

    /** Until all nodes say what they have and nothing else does, and from then on at the usual pace. */
    private ScheduledExecutorService publish(ControlPlane plane, ApiClient api) {
        BucketPublisher publisher = new BucketPublisher(
                api,
                ControllerOnSocket.DRIVER,
                new LeaderLease(api, "capacity", "test", System::nanoTime, InstantSource.system()),
                ClassParameters::ofPools,
                this::rooms,
                System::nanoTime);
        long began = System.nanoTime();
        plane.await("all nodes to be labelled, and no other objects", () -> {
            publish(publisher);
            return plane.client()
                                    .nodes()
                                    .withLabel("thin.capacity.zonal.test/default")
                                    .list()
                                    .getItems()
                                    .size()
                            == NODES
                    && objects(plane) <= MOST_OBJECTS;
        });
        System.out.printf("%d nodes labelled in %.1f s%n", NODES, (System.nanoTime() - began) / 1e9);
        ScheduledExecutorService publishing = Executors.newSingleThreadScheduledExecutor();
        var _ = publishing.scheduleWithFixedDelay(
                () -> publish(publisher), 0, BucketPublisher.PACE.toMillis(), TimeUnit.MILLISECONDS);
        return publishing;
    }

    private static void publish(BucketPublisher publisher) {
        try {
            publisher.publish();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** How long a claim among so many took, and of that the scheduler's time of processors. */
    private record Took(int claims, Duration time, Duration scheduler) {
        @Override
        public String toString() {
            return "%d ms (scheduler %d ms)".formatted(time.toMillis() / claims, scheduler.toMillis() / claims);
        }
    }

    private static Took claims(ControlPlane plane, String prefix, int count) {
        PlaneObjects objects = new PlaneObjects(plane);
        Duration before = plane.cpuOf("kube-scheduler");
        long began = System.nanoTime();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = prefix + "-" + i;
            names.add(name);
            objects.claim(name, "zonal", "1Gi", "");
            objects.pod(name, "", List.of(name));
        }
        plane.await(
                "all claims of " + prefix + " to be bound",
                () -> bound(plane.client()).containsAll(names));
        return new Took(
                count,
                Duration.ofNanos(System.nanoTime() - began),
                plane.cpuOf("kube-scheduler").minus(before));
    }

    private static List<String> bound(KubernetesClient client) {
        return client.persistentVolumeClaims().inNamespace("default").list().getItems().stream()
                .filter(claim -> claim.getSpec().getVolumeName() != null)
                .map((PersistentVolumeClaim claim) -> claim.getMetadata().getName())
                .toList();
    }
}
