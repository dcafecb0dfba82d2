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
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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

    private final SickDiskBench bench = new SickDiskBench(OUTER);
    private final Path mountpoint = bench.mountpoint("a");
    private final Volume used = bench.volume("used", "a");
    private final Volume idle = bench.volume("idle", "a");
    private final Path staged = bench.directory("staged");
    private final Path pod = bench.directory("pod");

    enum Fault {
        DEAD("its disk fails", true) {
            @Override
            void begin(Path mountpoint) {
                OUTER.run("xfs_io", "-x", "-c", "shutdown", mountpoint.toString());
            }
        },
        HUNG("its disk does not answer", true) {
            @Override
            void begin(Path mountpoint) {
                OUTER.run("fsfreeze", "--freeze", mountpoint.toString());
            }

            @Override
            void end(Path mountpoint) {
                OUTER.run("fsfreeze", "--unfreeze", mountpoint.toString());
            }
        },
        UNMOUNTED("not mounted there any more", true) {
            @Override
            void begin(Path mountpoint) {
                OUTER.run("umount", "--lazy", mountpoint.toString());
            }
        },
        /** The disk below the filesystem is taken out: it ends at its first byte. */
        VANISHED("its disk fails", false) {
            @Override
            void begin(Path mountpoint) {
                String device = OUTER.run("findmnt", "--noheadings", "--output", "SOURCE", mountpoint.toString());
                String file = OUTER.run("losetup", "--noheadings", "--output", "BACK-FILE", device);
                OUTER.run("truncate", "--size", "0", file);
                OUTER.run("losetup", "--set-capacity", device);
            }
        };

        final String reason;
        final boolean comesBack;

        Fault(String reason, boolean comesBack) {
            this.reason = reason;
            this.comesBack = comesBack;
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

    private void assertUnavailable(String reason, Runnable call) {
        long begun = System.nanoTime();
        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(() -> bench.run(call))
                .withMessageContaining("pool 'a' can't be used since")
                .withMessageContaining(reason);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    /** What needs the pool says why it can't be, and what does not is answered. */
    private void assertNothingIsChanged(String reason) {
        assertUnavailable(
                reason, () -> bench.volumes.create(SickDiskBench.request("new", "a", TopologyRequirement.NONE)));
        assertThatExceptionOfType(StorageException.ResourceExhausted.class)
                .isThrownBy(() ->
                        bench.run(() -> bench.volumes.create(SickDiskBench.request("new", "a", SickDiskBench.here()))));
        assertUnavailable(reason, () -> bench.volumes.delete(idle.id()));
        assertUnavailable(
                reason, () -> bench.volumes.expand(idle.id(), CapacityRange.atLeast(ByteSize.ofMebibytes(400))));
        assertUnavailable(
                reason,
                () -> bench.snapshots.create(
                        new SnapshotRequest("s", idle.id(), Consistency.SYNCED, TopologyRequirement.NONE)));
        assertThat(bench.call(() -> bench.volumes.get(idle.id()))).isEqualTo(idle);
        assertThat(bench.volumes.abnormal(idle.id())).get().asString().contains(reason);
        assertThat(bench.volumes
                        .capacity(
                                Optional.empty(),
                                SickDiskBench.request("x", "a", TopologyRequirement.NONE)
                                        .parameters())
                        .available())
                .isEqualTo(ByteSize.ZERO);
        assertUnavailable(reason, () -> bench.staging.stage(idle.id(), bench.directory("other"), SickDiskBench.XFS));
    }

    @ParameterizedTest
    @EnumSource
    void everyCallIsAnsweredWithTheTruthAndTheOtherPoolServes(Fault sickness) {
        Duration usual = bench.slowestLifeOnTheOther("before");
        begin(sickness);
        SickDiskBench.await("it is found", () -> bench.state("a") instanceof HomeState.Sick);

        assertNothingIsChanged(sickness.reason);
        assertUnavailable(
                sickness.reason,
                () -> bench.publishing.publish(
                        new PublishRequest(used.id(), staged, bench.directory("pod2"), SickDiskBench.XFS, false)));
        assertUnavailable(
                sickness.reason,
                () -> bench.expansion.expand(used.id(), pod, CapacityRange.atLeast(ByteSize.ofMebibytes(400))));
        assertThat(bench.call(() -> bench.statistics.of(used.id(), pod)).abnormal())
                .get()
                .asString()
                .contains(sickness.reason);
        Duration meanwhile = bench.slowestLifeOnTheOther("meanwhile");
        System.out.println("worst call on the other pool: " + usual.toMillis() + " ms before, " + meanwhile.toMillis()
                + " ms while its neighbour is " + sickness);
        assertThat(meanwhile).isLessThan(usual.multipliedBy(2).plusMillis(200));
        if (bench.isServing("a")) {
            // What is only unmounted is mounted again by itself; then a busy target is refused, as always.
            endProcess();
        }
        takeAway();

        end();
        // The last user of a filesystem that is mounted nowhere any more waits for its disk.
        endProcess();
        if (!sickness.comesBack) {
            assertItStaysSick();
            return;
        }
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
        if (sickness.comesBack) {
            SickDiskBench.await("it serves", () -> bench.isServing("a"));
        } else {
            assertItStaysSick();
        }
    }

    /** Nothing is made in the place of what is gone. */
    private void assertItStaysSick() {
        SickDiskBench.await("it was tried to open it", () -> bench.sickness("a").contains("carries nothing"));
        assertThat(bench.call(() -> bench.volumes.get(idle.id()))).isEqualTo(idle);
    }

    /** A filesystem becomes read-only by itself only where nothing writes to it: then nothing of it is published. */
    @Test
    void aDiskThatCanOnlyBeReadIsSickUntilItCanBeWrittenAgain() {
        OUTER.run("mount", "-o", "remount,ro", mountpoint.toString());
        try {
            SickDiskBench.await("it is found", () -> bench.sickness("a").contains("EROFS"));
            assertNothingIsChanged("EROFS");
        } finally {
            OUTER.run("mount", "-o", "remount,rw", mountpoint.toString());
        }
        SickDiskBench.await("it serves again", () -> bench.isServing("a"));
        bench.run(() -> bench.volumes.delete(idle.id()));
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
}
