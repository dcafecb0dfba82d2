package dev.zonal.csi.backend.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.backend.cloud.instance.InstanceVolumes;
import dev.zonal.csi.cloud.FaultEffect;
import dev.zonal.csi.cloud.FaultPlan;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whole lives of volumes on a cloud that throttles a fifth of all calls, loses answers, fails now and then and shows old
 * reads, by controllers that are replaced in the midst: a caller asks again, as sidecars do, and nothing else.
 */
final class FaultMixTest {
    private static final int LIVES = 12;
    private static final int MOST_TRIES = 40;
    private static final ByteSize SIZE = ByteSize.ofMebibytes(64);
    private static final Set<VolumeCapability> BLOCK =
            Set.of(new VolumeCapability(new AccessType.Block(), AccessMode.SINGLE_NODE_WRITER));

    private final DiskBench bench = new DiskBench("""
            seed: 11
            limits: {disksPerRegion: 100, pendingSnapshotsPerRegion: 100}
            habits: {staleReads: 500ms, staleLinks: true, deviceNameReused: true, quotaBeforeIdempotency: true}
            """);

    private final Instance inA = bench.instance("i-a", "a");
    private final Instance inB = bench.instance("i-b", "b");
    private CloudBackend backend = bench.backend();
    private int tries;

    @AfterEach
    void close() {
        bench.close();
    }

    private void fault(FaultEffect effect, double probability) {
        bench.control()
                .addFault(new FaultPlan(
                        Optional.empty(), effect, probability, Duration.ZERO, OptionalInt.empty(), Optional.empty()));
    }

    /** As a sidecar does; now and then the controller is another one by then. */
    private <T> T untilDone(Supplier<T> call) {
        for (int i = 0; i < MOST_TRIES; i++) {
            try {
                if (tries++ % 17 == 16) {
                    backend = new CloudBackend(
                            new PatientCloud(bench.cloud(), bench.waiting), DiskBench.PREFIX, bench.waiting);
                    backend.refresh();
                }
                return call.get();
            } catch (StorageException.Unavailable | StorageException.OutcomeUnknown again) {
                bench.waiting.pause(Duration.ofSeconds(1));
            }
        }
        throw new AssertionError("still not done after " + MOST_TRIES + " tries");
    }

    private void untilDone(Runnable call) {
        untilDone(() -> {
            call.run();
            return true;
        });
    }

    private static NewVolume asked(String name, String zone, Optional<ContentSource> source) {
        return new NewVolume(
                VolumeId.of(name, DiskBench.home(zone)), name, SIZE, BLOCK, VolumeParameters.DEFAULT, source);
    }

    private Path staged(VolumeId id, Instance instance, InstanceVolumes node) {
        var context =
                untilDone(() -> backend.attachments().attach(id, instance.id().text(), false, false));
        untilDone(() -> node.learn(id, context));
        return untilDone(() -> node.attach(id, false));
    }

    private void givenBack(VolumeId id, Instance instance, InstanceVolumes node) {
        untilDone(() -> node.detach(id));
        untilDone(
                () -> backend.attachments().detach(id, Optional.of(instance.id().text())));
    }

    @Test
    void nothingIsLostDoubledOrLeft() {
        InstanceVolumes nodeInA = bench.volumesOf(inA);
        InstanceVolumes nodeInB = bench.volumesOf(inB);
        fault(FaultEffect.THROTTLED, 0.2);
        fault(FaultEffect.TIMEOUT_AFTER_SUCCESS, 0.05);
        fault(FaultEffect.INTERNAL, 0.03);

        for (int i = 0; i < LIVES; i++) {
            String name = "v" + i;
            VolumeId id = untilDone(() -> backend.createVolume(asked(name, "a", Optional.empty())))
                    .id();
            Path device = staged(id, inA, nodeInA);
            bench.bench.host.writeDevice(device, 0, name.getBytes(StandardCharsets.UTF_8));
            bench.bench.host.ports().filesystems().flush(device);
            SnapshotId cut = SnapshotId.of(name, id.home());
            untilDone(() -> backend.createSnapshot(new NewSnapshot(cut, name, id, Consistency.SYNCED)));
            untilDone(() -> backend.awaitReady(cut));
            VolumeId copy = untilDone(() -> backend.createVolume(
                            asked("copy of " + name, "b", Optional.of(new ContentSource.FromSnapshot(cut)))))
                    .id();
            Path copied = staged(copy, inB, nodeInB);
            assertThat(bench.bench.host.readDevice(copied, 0, name.length()))
                    .isEqualTo(name.getBytes(StandardCharsets.UTF_8));
            givenBack(copy, inB, nodeInB);
            givenBack(id, inA, nodeInA);
            if (i % 2 == 0) {
                untilDone(() -> backend.deleteVolume(id));
                untilDone(() -> backend.deleteSnapshot(cut));
                untilDone(() -> backend.deleteVolume(copy));
            }
        }

        assertThat(bench.control().faults())
                .allSatisfy(fault -> assertThat(fault.hits()).isGreaterThan(LIVES));
        bench.control().clearFaults(Optional.empty());
        bench.waiting.pause(Duration.ofMinutes(1));
        assertThat(bench.outside().disks()).hasSize(LIVES);
        assertThat(bench.outside().snapshots()).hasSize(LIVES / 2);
        assertThat(bench.another().volumes(Optional.empty(), 100)).hasSize(LIVES);
        assertThat(bench.bench.host.loopTable()).isEmpty();
    }
}
