package dev.zonal.csi.backend.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.cloud.ApiCall;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.FaultEffect;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.cloud.simulator.CallWatch;
import dev.zonal.csi.cloud.simulator.CloudBench;
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Fifty volumes at once, under a limit on each call of the cloud of twenty in a second. */
final class ManyCallersTest {
    private static final int CALLERS = 50;
    private static final double PER_SECOND = 20;

    /** Of making a disk, its coming to an instance, and its leaving it; nobody waits for the end of its deletion. */
    private static final Duration DELAYS = Duration.ofMillis(430 + 730 + 610);

    private static final double MOST_OVER_THE_MINIMUM = 1.3;

    /** The four that change something, and a share of the looks, which many volumes have together. */
    private static final double MOST_CALLS_OF_A_VOLUME = 6;

    private final CloudBench cloud = new CloudBench("""
            instanceTypes: {huge: {slots: 60, otherDevices: 1}}
            rates: {every: {burst: 1, perSecond: 20}, AddInstance: {burst: 10, perSecond: 10}}
            delays: {create: 430ms, attach: 730ms, detach: 610ms, delete: 500ms}
            instances: [{name: i-1, zone: a, type: huge}]
            """);

    private final CrowdedTime time = new CrowdedTime(cloud.clock);
    private final Waiting waiting = new Waiting(cloud.clock, time::pause, new SplittableRandom(7));
    private final CloudBackend backend =
            new CloudBackend(new PatientCloud(cloud.running().as("driver"), waiting), DiskBench.PREFIX, waiting);
    private final Map<ApiCall, Integer> answered = new ConcurrentHashMap<>();

    @AfterEach
    void close() {
        cloud.close();
    }

    private void count() {
        cloud.running().watch(new CallWatch() {
            @Override
            public void ended(ApiCall call, Optional<Kind> failure) {
                if (failure.isEmpty()) {
                    answered.merge(call, 1, Integer::sum);
                }
            }

            @Override
            public void struck(ApiCall call, FaultEffect effect) {}
        });
    }

    private void live(String name, Instance instance) {
        VolumeId id = backend.createVolume(new NewVolume(
                        VolumeId.of(name, DiskBench.home("a")),
                        name,
                        ByteSize.ofMebibytes(64),
                        Set.of(new VolumeCapability(new AccessType.Block(), AccessMode.SINGLE_NODE_WRITER)),
                        VolumeParameters.DEFAULT,
                        Optional.empty()))
                .id();
        backend.attachments().attach(id, instance.id().text(), false, false);
        backend.attachments().detach(id, Optional.of(instance.id().text()));
        backend.deleteVolume(id);
    }

    @Test
    void allSucceedInNotMuchMoreThanTheLimitTakes() {
        backend.refresh();
        Instance instance = cloud.cloud().instances().getFirst();
        count();
        Instant begun = cloud.clock.instant();

        time.run(IntStream.range(0, CALLERS)
                .<Runnable>mapToObj(i -> () -> live("v" + i, instance))
                .toList());

        Duration taken = Duration.between(begun, cloud.clock.instant());
        Duration minimum =
                Duration.ofNanos((long) ((CALLERS - 1) / PER_SECOND * 1e9)).plus(DELAYS);
        cloud.control().advanceClock(Duration.ofMinutes(1));
        assertThat(cloud.cloud().disks()).isEmpty();
        assertThat(answered)
                .containsEntry(ApiCall.CREATE_DISK, CALLERS)
                .containsEntry(ApiCall.ATTACH_DISK, CALLERS)
                .containsEntry(ApiCall.DETACH_DISK, CALLERS)
                .containsEntry(ApiCall.DELETE_DISK, CALLERS);
        assertThat(answered.values().stream().mapToInt(Integer::intValue).sum())
                .isLessThanOrEqualTo((int) (CALLERS * MOST_CALLS_OF_A_VOLUME));
        assertThat((double) taken.toNanos() / minimum.toNanos()).isLessThanOrEqualTo(MOST_OVER_THE_MINIMUM);
    }
}
