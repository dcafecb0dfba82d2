package dev.zonal.csi.rpc;

import static dev.zonal.csi.rpc.Requests.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.StuckPort;
import dev.zonal.csi.v1.ControllerGetVolumeRequest;
import dev.zonal.csi.v1.ControllerGrpc;
import dev.zonal.csi.v1.CreateSnapshotRequest;
import dev.zonal.csi.v1.CreateVolumeResponse;
import dev.zonal.csi.v1.DeleteVolumeRequest;
import dev.zonal.csi.v1.GetCapacityRequest;
import dev.zonal.csi.v1.GetSnapshotRequest;
import dev.zonal.csi.v1.IdentityGrpc;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import dev.zonal.csi.v1.ListVolumesRequest;
import dev.zonal.csi.v1.NodeGetInfoRequest;
import dev.zonal.csi.v1.ProbeRequest;
import dev.zonal.csi.v1.ValidateVolumeCapabilitiesRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A disk that does not answer: every native thread is stuck in a sync, and whoever asks is answered all the same. */
@Timeout(120)
@ExtendWith(QuietLogs.class)
final class NothingHangsTest {
    private static final int CLIENTS = 64;
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(8);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(1);

    private final StuckPort disk = new StuckPort("sync");
    private final ServedDriver driver = new ServedDriver(
            ServedDriver.PLUGIN,
            host -> new Host(
                    disk.around(FileTree.class, host.files()), host.loops(), host.mounts(), host.filesystems()),
            CALL_TIMEOUT);
    private final ExecutorService others = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void everythingEnds() {
        disk.open();
        others.close();
        driver.close();
    }

    private Code codeOf(String name, Duration deadline) {
        try {
            var _ = driver.controller()
                    .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
                    .createVolume(Requests.createVolume().setName(name).build());
            return Code.OK;
        } catch (StatusRuntimeException refused) {
            return refused.getStatus().getCode();
        }
    }

    /** Their work hangs in every thread, and in the queue behind. */
    private List<CompletableFuture<Code>> fillEveryThread(int queued) {
        disk.close();
        List<CompletableFuture<Code>> callers = IntStream.range(0, ServedDriver.NATIVE_THREADS + queued)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> codeOf("stuck-" + i, LONG), others))
                .toList();
        while (disk.stuck() < ServedDriver.NATIVE_THREADS || driver.queued() < queued) {
            Thread.onSpinWait();
        }
        return callers;
    }

    @Test
    void probesAreAnsweredWhileEveryThreadIsStuckAndManyAsk() {
        var _ = fillEveryThread(4);

        List<Duration> taken = CompletableFuture.supplyAsync(this::hammerWithProbes, others).join().stream()
                .map(CompletableFuture::join)
                .flatMap(List::stream)
                .sorted()
                .toList();

        assertThat(taken).hasSize(CLIENTS * 10);
        // The median, because the clients share this machine with the driver and with whatever else runs here.
        assertThat(taken.get(taken.size() / 2)).isLessThan(PROBE_LIMIT);
        assertThat(taken.getLast()).isLessThan(LONG);
    }

    private List<CompletableFuture<List<Duration>>> hammerWithProbes() {
        return IntStream.range(0, CLIENTS)
                .mapToObj(_ -> CompletableFuture.supplyAsync(this::tenProbes, others))
                .toList();
    }

    private List<Duration> tenProbes() {
        ManagedChannel connection = driver.anotherChannel();
        try {
            List<Duration> taken = new ArrayList<>();
            IdentityGrpc.IdentityBlockingStub identity = IdentityGrpc.newBlockingStub(connection);
            for (int i = 0; i < 10; i++) {
                long start = System.nanoTime();
                assertThat(identity.probe(ProbeRequest.getDefaultInstance())
                                .getReady()
                                .getValue())
                        .isTrue();
                taken.add(Duration.ofNanos(System.nanoTime() - start));
            }
            return taken;
        } finally {
            connection.shutdownNow();
        }
    }

    @Test
    void whatMemoryKnowsIsAnsweredWhileEveryThreadIsStuck() {
        driver.controller().createVolume(Requests.createVolume().build());
        var _ = fillEveryThread(0);

        assertThat(driver.controller()
                        .listVolumes(ListVolumesRequest.getDefaultInstance())
                        .getEntriesList())
                .hasSize(1);
        assertThat(driver.node()
                        .nodeGetInfo(NodeGetInfoRequest.getDefaultInstance())
                        .getNodeId())
                .isEqualTo("n1");
        CreateVolumeResponse again =
                driver.controller().createVolume(Requests.createVolume().build());
        assertThat(again.hasVolume()).isTrue();
    }

    @Test
    void whatHasNoEffectsIsAnsweredWhileEveryThreadIsStuck() {
        String volume = driver.controller()
                .createVolume(Requests.createVolume().build())
                .getVolume()
                .getVolumeId();
        String snapshot = driver.controller()
                .createSnapshot(CreateSnapshotRequest.newBuilder()
                        .setName("snap-1")
                        .setSourceVolumeId(volume)
                        .build())
                .getSnapshot()
                .getSnapshotId();
        var _ = fillEveryThread(0);

        ControllerGrpc.ControllerBlockingStub controller =
                driver.controller().withDeadlineAfter(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(controller
                        .getCapacity(GetCapacityRequest.getDefaultInstance())
                        .getAvailableCapacity())
                .isPositive();
        assertThat(controller
                        .validateVolumeCapabilities(ValidateVolumeCapabilitiesRequest.newBuilder()
                                .setVolumeId(volume)
                                .addVolumeCapabilities(Requests.MOUNT)
                                .build())
                        .hasConfirmed())
                .isTrue();
        assertThat(controller
                        .controllerGetVolume(ControllerGetVolumeRequest.newBuilder()
                                .setVolumeId(volume)
                                .build())
                        .hasVolume())
                .isTrue();
        assertThat(controller
                        .listSnapshots(ListSnapshotsRequest.getDefaultInstance())
                        .getEntriesList())
                .hasSize(1);
        assertThat(controller
                        .getSnapshot(GetSnapshotRequest.newBuilder()
                                .setSnapshotId(snapshot)
                                .build())
                        .hasSnapshot())
                .isTrue();
    }

    @Test
    void aCallerWithoutADeadlineIsAnsweredToo() {
        var _ = fillEveryThread(0);
        long start = System.nanoTime();

        Code code = refusal(() -> driver.controller()
                        .createVolume(Requests.createVolume().setName("patient").build()))
                .getCode();

        assertThat(code).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(CALL_TIMEOUT, CALL_TIMEOUT.plusSeconds(30));
    }

    @Test
    void aCallersDeadlineEndsItsCallWhileTheWorkHangs() {
        disk.close();

        assertThat(codeOf("stuck", Duration.ofSeconds(2))).isEqualTo(Code.DEADLINE_EXCEEDED);
    }

    @Test
    void aRetryWhileTheFirstHangsIsToldSoAtOnce() {
        var _ = fillEveryThread(0);

        assertThat(codeOf("stuck-0", LONG)).isEqualTo(Code.ABORTED);
    }

    @Test
    void whenTooManyWaitTheOthersAreTurnedAwayAtOnce() {
        var _ = fillEveryThread(ServedDriver.MOST_QUEUED);

        assertThat(codeOf("one-more", LONG)).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void onceTheDiskAnswersEverythingIsServedAndNothingIsHeld() {
        int callers = fillEveryThread(4).size();

        disk.open();

        // Which of them were still made is open; a retry of each finds or makes it.
        for (int i = 0; i < callers; i++) {
            String id = retried("stuck-" + i);
            driver.controller()
                    .deleteVolume(
                            DeleteVolumeRequest.newBuilder().setVolumeId(id).build());
        }
        assertThat(driver.claimed()).isZero();
        assertThat(driver.controller()
                        .listVolumes(ListVolumesRequest.getDefaultInstance())
                        .getEntriesList())
                .isEmpty();
    }

    private String retried(String name) {
        while (true) {
            try {
                return driver.controller()
                        .createVolume(Requests.createVolume().setName(name).build())
                        .getVolume()
                        .getVolumeId();
            } catch (StatusRuntimeException busy) {
                assertThat(busy.getStatus().getCode()).isIn(Code.ABORTED, Code.UNAVAILABLE);
                Thread.onSpinWait();
            }
        }
    }
}
