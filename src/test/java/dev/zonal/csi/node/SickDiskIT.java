package dev.zonal.csi.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.controller.SnapshotRequest;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.host.RealPool;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.CapacityRange;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.TopologyRequirement;
import dev.zonal.csi.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two pools on real filesystems, and the disk of one of them dies, hangs or vanishes below a volume that is published:
 * each call of a volume's life is answered, in time and with the truth, what is published can be taken away, and the
 * other pool's calls take no longer than usual.
 */
@RealHost
@Timeout(180)
@ExtendWith(QuietLogs.class)
class SickDiskIT {
    @RegisterExtension
    static final RealPool OUTER = RealPool.xfs();

    private static final int ROUNDS = 10;

    private final SickDiskBench bench = new SickDiskBench(OUTER);
    private final Path mountpoint = bench.mountpoint("a");
    private final Volume used = bench.volume("used", "a");
    private final Volume idle = bench.volume("idle", "a");
    private final Path staged = bench.directory("staged");
    private final Path pod = bench.directory("pod");

    enum Fault {
        DEAD("its disk fails") {
            @Override
            void begin(Path mountpoint) {
                OUTER.run("xfs_io", "-x", "-c", "shutdown", mountpoint.toString());
            }
        },
        HUNG("its disk does not answer") {
            @Override
            void begin(Path mountpoint) {
                OUTER.run("fsfreeze", "--freeze", mountpoint.toString());
            }

            @Override
            void end(Path mountpoint) {
                OUTER.run("fsfreeze", "--unfreeze", mountpoint.toString());
            }
        },
        UNMOUNTED("not mounted there any more") {
            @Override
            void begin(Path mountpoint) {
                OUTER.run("umount", "--lazy", mountpoint.toString());
            }
        };

        final String reason;

        Fault(String reason) {
            this.reason = reason;
        }

        abstract void begin(Path mountpoint);

        void end(Path mountpoint) {}
    }

    private Optional<Fault> fault = Optional.empty();
    private Optional<FileChannel> process = Optional.empty();

    private void begin(Fault wanted) {
        bench.run(() -> bench.staging.stage(used.id(), staged, SickDiskBench.XFS));
        bench.publish(used.id(), staged, pod);
        process = Optional.of(openFile());
        wanted.begin(mountpoint);
        fault = Optional.of(wanted);
    }

    /** As a process has one that nobody has ended yet. */
    private FileChannel openFile() {
        try {
            return FileChannel.open(pod.resolve("open"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void endProcess() {
        process.ifPresent(file -> {
            try {
                file.close();
            } catch (IOException ofTheDisk) {
                // It is closed all the same.
            }
        });
        process = Optional.empty();
    }

    private void end() {
        fault.ifPresent(begun -> begun.end(mountpoint));
        fault = Optional.empty();
    }

    @AfterEach
    void everythingEnds() {
        end();
        endProcess();
        bench.close();
    }

    private void assertUnavailable(Runnable call) {
        long begun = System.nanoTime();
        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(() -> bench.run(call))
                .withMessageContaining("pool 'a' can't be used since")
                .withMessageContaining(fault.orElseThrow().reason);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @EnumSource
    void everyCallIsAnsweredWithTheTruthAndTheOtherPoolServes(Fault sickness) {
        Duration usual = slowestLifeOnTheOther("before");
        begin(sickness);
        SickDiskBench.await("it is found", () -> bench.state("a") instanceof HomeState.Sick);

        assertUnavailable(() -> bench.volumes.create(SickDiskBench.request("new", "a", TopologyRequirement.NONE)));
        assertThatExceptionOfType(StorageException.ResourceExhausted.class)
                .isThrownBy(() ->
                        bench.run(() -> bench.volumes.create(SickDiskBench.request("new", "a", SickDiskBench.here()))));
        assertUnavailable(() -> bench.volumes.delete(idle.id()));
        assertUnavailable(() -> bench.volumes.expand(idle.id(), CapacityRange.atLeast(ByteSize.ofMebibytes(400))));
        assertUnavailable(() -> bench.snapshots.create(
                new SnapshotRequest("s", idle.id(), Consistency.SYNCED, TopologyRequirement.NONE)));
        assertThat(bench.call(() -> bench.volumes.get(idle.id()))).isEqualTo(idle);
        assertThat(bench.volumes.abnormal(idle.id())).get().asString().contains(sickness.reason);
        assertThat(bench.volumes
                        .capacity(
                                Optional.empty(),
                                SickDiskBench.request("x", "a", TopologyRequirement.NONE)
                                        .parameters())
                        .available())
                .isEqualTo(ByteSize.ZERO);
        assertUnavailable(() -> bench.staging.stage(idle.id(), bench.directory("other"), SickDiskBench.XFS));
        assertUnavailable(() -> bench.publishing.publish(
                new PublishRequest(used.id(), staged, bench.directory("pod2"), SickDiskBench.XFS, false)));
        assertUnavailable(
                () -> bench.expansion.expand(used.id(), pod, CapacityRange.atLeast(ByteSize.ofMebibytes(400))));
        assertThat(bench.call(() -> bench.statistics.of(used.id(), pod)).abnormal())
                .get()
                .asString()
                .contains(sickness.reason);
        Duration meanwhile = slowestLifeOnTheOther("meanwhile");
        System.out.println("worst call on the other pool: " + usual.toMillis() + " ms before, " + meanwhile.toMillis()
                + " ms while its neighbour is " + sickness);
        assertThat(meanwhile).isLessThan(usual.multipliedBy(2).plusMillis(200));
        takeAway();

        end();
        // The last user of a filesystem that is mounted nowhere any more waits for its disk.
        endProcess();
        SickDiskBench.await("it serves again", () -> bench.isServing("a"));
        assertThat(bench.call(() -> bench.volumes.get(idle.id()))).isEqualTo(idle);
        bench.run(() -> bench.volumes.delete(used.id()));
        bench.run(() -> bench.staging.stage(idle.id(), staged, SickDiskBench.XFS));
        bench.run(() -> bench.staging.unstage(idle.id(), staged));
    }

    /** Also in the moment in which nobody knows yet that it is sick. */
    @ParameterizedTest
    @EnumSource
    void whatIsPublishedCanBeTakenAwayAtOnce(Fault sickness) {
        begin(sickness);
        endProcess();

        takeAway();

        end();
        SickDiskBench.await("it serves", () -> bench.isServing("a"));
    }

    private void takeAway() {
        long begun = System.nanoTime();
        bench.run(() -> bench.publishing.unpublish(used.id(), pod));
        bench.run(() -> bench.staging.unstage(used.id(), staged));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        assertThat(pod).doesNotExist();
        // For a second time there is nothing to do.
        bench.run(() -> bench.publishing.unpublish(used.id(), pod));
        bench.run(() -> bench.staging.unstage(used.id(), staged));
    }

    /** The slowest of all calls of some volumes' lives. */
    private Duration slowestLifeOnTheOther(String name) {
        List<Duration> taken = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Path there = bench.directory(name + "-staged");
            String volume = name + "-" + round;
            Volume made = bench.volume(volume, "b");
            List<Runnable> calls = List.of(
                    () -> bench.staging.stage(made.id(), there, SickDiskBench.XFS),
                    () -> bench.statistics.of(made.id(), there),
                    () -> bench.staging.unstage(made.id(), there),
                    () -> bench.volumes.delete(made.id()));
            for (Runnable call : calls) {
                long begun = System.nanoTime();
                bench.run(call);
                taken.add(Duration.ofNanos(System.nanoTime() - begun));
            }
        }
        return taken.stream().max(Duration::compareTo).orElseThrow();
    }
}
