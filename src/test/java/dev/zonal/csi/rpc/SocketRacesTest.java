package dev.zonal.csi.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.v1.CapacityRange;
import dev.zonal.csi.v1.ControllerExpandVolumeRequest;
import dev.zonal.csi.v1.DeleteVolumeRequest;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import dev.zonal.csi.v1.ListVolumesRequest;
import dev.zonal.csi.v1.NodeExpandVolumeRequest;
import dev.zonal.csi.v1.NodePublishVolumeRequest;
import dev.zonal.csi.v1.NodeStageVolumeRequest;
import dev.zonal.csi.v1.NodeUnpublishVolumeRequest;
import dev.zonal.csi.v1.NodeUnstageVolumeRequest;
import dev.zonal.csi.v1.Volume;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many callers at once through the real socket, each retrying what it is told to retry. */
@Timeout(300)
@ExtendWith(QuietLogs.class)
class SocketRacesTest {
    private static final int CALLERS = 64;
    private static final String STAGED = "/var/lib/kubelet/staged";
    private static final String POD = "/var/lib/kubelet/pod";

    /** What the spec tells a caller to repeat. */
    private static final Set<Code> RETRIED = Set.of(Code.ABORTED, Code.UNAVAILABLE);

    private final ServedDriver driver = new ServedDriver();
    private final Set<Code> refusals = new ConcurrentSkipListSet<>();

    @BeforeEach
    void makeKubeletsFolder() {
        for (String folder : List.of("/var", "/var/lib", "/var/lib/kubelet")) {
            driver.host.ports().files().createDirectory(Path.of(folder));
        }
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    /** Repeats the call until it is answered; a refusal that is final is remembered. */
    private void untilAnswered(Runnable call) {
        while (true) {
            try {
                call.run();
                return;
            } catch (StatusRuntimeException refused) {
                if (!RETRIED.contains(refused.getStatus().getCode())) {
                    refusals.add(refused.getStatus().getCode());
                    return;
                }
            }
        }
    }

    private static void together(int callers, IntConsumer call) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Throwable> failures = new ArrayList<>();
        List<Thread> threads = IntStream.range(0, callers)
                .mapToObj(number -> Thread.ofVirtual().start(() -> {
                    try {
                        start.await();
                        call.accept(number);
                    } catch (InterruptedException | RuntimeException | Error failed) {
                        synchronized (failures) {
                            failures.add(failed);
                        }
                    }
                }))
                .toList();
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
    }

    private Volume create() {
        return driver.controller().createVolume(Requests.createVolume().build()).getVolume();
    }

    private int volumes() {
        return driver.controller()
                .listVolumes(ListVolumesRequest.getDefaultInstance())
                .getEntriesCount();
    }

    @Test
    void sixtyFourCallersOfOneNameGetOneVolume() throws Exception {
        Set<String> ids = new ConcurrentSkipListSet<>();

        together(CALLERS, _ -> untilAnswered(() -> ids.add(create().getVolumeId())));

        assertThat(ids).hasSize(1);
        assertThat(volumes()).isEqualTo(1);
        assertThat(refusals).isEmpty();
    }

    @Test
    void makingDeletingAndCuttingOneVolumeTogetherLeavesWholeObjectsOnly() throws Exception {
        String id = create().getVolumeId();

        together(
                CALLERS,
                number -> untilAnswered(() -> {
                    switch (number % 3) {
                        case 0 -> create();
                        case 1 ->
                            driver.controller()
                                    .createSnapshot(Requests.createSnapshot(id)
                                            .setName("s" + number)
                                            .build());
                        default -> delete(id);
                    }
                }));

        // A snapshot of a volume that was just deleted is the one refusal that may be.
        assertThat(refusals).isSubsetOf(Set.of(Code.NOT_FOUND));
        delete(id);
        assertThat(volumes()).isZero();
        Set<String> sources = new TreeSet<>();
        driver.controller()
                .listSnapshots(ListSnapshotsRequest.getDefaultInstance())
                .getEntriesList()
                .forEach(entry -> sources.add(entry.getSnapshot().getSourceVolumeId()));
        assertThat(sources).isSubsetOf(Set.of(id));
        assertThat(driver.host.loopTable()).isEmpty();
    }

    private void delete(String id) {
        driver.controller()
                .deleteVolume(DeleteVolumeRequest.newBuilder().setVolumeId(id).build());
    }

    @Test
    void publishingUnpublishingAndExpandingTogetherLeaveWhatTheLastOneSays() throws Exception {
        String id = create().getVolumeId();
        stage(id);

        together(
                CALLERS,
                number -> untilAnswered(() -> {
                    switch (number % 4) {
                        case 0 -> publish(id);
                        case 1 -> unpublish(id);
                        case 2 -> expand(id, number);
                        default ->
                            driver.node()
                                    .nodeExpandVolume(NodeExpandVolumeRequest.newBuilder()
                                            .setVolumeId(id)
                                            .setVolumePath(STAGED)
                                            .build());
                    }
                }));
        publish(id);

        assertThat(refusals).isEmpty();
        assertThat(driver.host.mountTable().stream()
                        .map(mount -> mount.target().toString())
                        .filter(target -> target.startsWith("/var/lib/kubelet")))
                .containsExactly(STAGED, POD);
        assertThat(driver.host.loopTable()).hasSize(1);
        unpublish(id);
        unstage(id);
        delete(id);
        assertThat(driver.host.loopTable()).isEmpty();
    }

    @Test
    void stagingThatIsRepeatedWhileUnstagingRunsIsAbortedAndThenDone() throws Exception {
        String id = create().getVolumeId();

        together(
                CALLERS,
                number -> untilAnswered(() -> {
                    if (number % 2 == 0) {
                        stage(id);
                    } else {
                        unstage(id);
                    }
                }));
        stage(id);

        assertThat(refusals).isEmpty();
        assertThat(driver.host.loopTable()).hasSize(1);
        unstage(id);
        assertThat(driver.host.loopTable()).isEmpty();
        assertThat(driver.host.mountTable())
                .noneMatch(mount -> mount.target().toString().startsWith("/var/lib/kubelet"));
    }

    private void stage(String id) {
        driver.node()
                .nodeStageVolume(NodeStageVolumeRequest.newBuilder()
                        .setVolumeId(id)
                        .setStagingTargetPath(STAGED)
                        .setVolumeCapability(Requests.MOUNT)
                        .build());
    }

    private void unstage(String id) {
        driver.node()
                .nodeUnstageVolume(NodeUnstageVolumeRequest.newBuilder()
                        .setVolumeId(id)
                        .setStagingTargetPath(STAGED)
                        .build());
    }

    private void publish(String id) {
        driver.node()
                .nodePublishVolume(NodePublishVolumeRequest.newBuilder()
                        .setVolumeId(id)
                        .setStagingTargetPath(STAGED)
                        .setTargetPath(POD)
                        .setVolumeCapability(Requests.MOUNT)
                        .build());
    }

    private void unpublish(String id) {
        driver.node()
                .nodeUnpublishVolume(NodeUnpublishVolumeRequest.newBuilder()
                        .setVolumeId(id)
                        .setTargetPath(POD)
                        .build());
    }

    private void expand(String id, int number) {
        driver.controller()
                .controllerExpandVolume(ControllerExpandVolumeRequest.newBuilder()
                        .setVolumeId(id)
                        .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes((64L + number) << 20))
                        .build());
    }
}
