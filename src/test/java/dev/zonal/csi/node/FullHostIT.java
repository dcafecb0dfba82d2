package dev.zonal.csi.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.zonal.csi.QuietLogs;
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
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A sparse pool whose host others fill, below a volume that is published: writers get errors, which is what sparse means,
 * and each call is answered in time and with the truth; the other pool's calls take no longer than usual.
 */
@RealHost
@Timeout(180)
@ExtendWith(QuietLogs.class)
class FullHostIT {
    @RegisterExtension
    static final RealPool OUTER = RealPool.xfs();

    private static final int WRITTEN = 48 << 20;

    private final Path host = OUTER.ext4("1200M");
    private final SickDiskBench bench =
            new SickDiskBench(OUTER, SickDiskBench.pool("a", host.resolve("pool.img"), true));
    private final Volume used = bench.volume("used", "a");
    private final Volume idle = bench.volume("idle", "a");
    private final Path staged = bench.directory("staged");
    private final Path pod = bench.directory("pod");
    private final Path filler = host.resolve("filler");

    @AfterEach
    void everythingEnds() {
        bench.close();
    }

    @Test
    void everyCallIsAnsweredWithTheTruthAndTheOtherPoolServes() throws IOException {
        Duration usual = bench.slowestLifeOnTheOther("before");
        bench.run(() -> bench.staging.stage(used.id(), staged, SickDiskBench.XFS));
        bench.publish(used.id(), staged, pod);
        fillTheHost();

        assertThatIOException().isThrownBy(this::write);

        SickDiskBench.await("it is seen", () -> offered().equals(ByteSize.ZERO));
        assertRefused(() -> bench.volumes.create(SickDiskBench.request("new", "a", TopologyRequirement.NONE)));
        assertRefused(() -> bench.volumes.create(SickDiskBench.request("new", "a", SickDiskBench.here())));
        assertRefused(() -> bench.volumes.expand(idle.id(), CapacityRange.atLeast(ByteSize.ofMebibytes(400))));
        assertRefused(() -> bench.snapshots.create(
                new SnapshotRequest("s", used.id(), Consistency.SYNCED, TopologyRequirement.NONE)));
        assertThat(bench.call(() -> bench.volumes.get(idle.id()))).isEqualTo(idle);
        Duration meanwhile = bench.slowestLifeOnTheOther("meanwhile");
        System.out.println("worst call on the other pool: " + usual.toMillis() + " ms before, " + meanwhile.toMillis()
                + " ms while its neighbour's host is full");
        assertThat(meanwhile).isLessThan(usual.multipliedBy(2).plusMillis(200));
        long begun = System.nanoTime();
        bench.run(() -> bench.publishing.unpublish(used.id(), pod));
        bench.run(() -> bench.staging.unstage(used.id(), staged));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));

        Files.delete(filler);
        SickDiskBench.await(
                "it offers space again",
                () -> bench.isServing("a") && !offered().equals(ByteSize.ZERO));
        bench.run(() -> bench.volumes.delete(used.id()));
        bench.run(() -> bench.volumes.delete(idle.id()));
        assertThat(bench.volume("new", "a").capacity()).isEqualTo(used.capacity());
    }

    private void fillTheHost() {
        // It fails at last, with as much as there was.
        OUTER.run("sh", "-c", "cat /dev/zero >" + filler + " 2>/dev/null || true");
    }

    private void write() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(pod.resolve("data").toFile(), "rw")) {
            file.write(new byte[WRITTEN]);
            file.getFD().sync();
        }
    }

    private ByteSize offered() {
        return bench.volumes
                .capacity(
                        Optional.empty(),
                        SickDiskBench.request("x", "a", TopologyRequirement.NONE)
                                .parameters())
                .available();
    }

    /** There is no room, or the filesystem of the pool has shut itself down meanwhile. */
    private void assertRefused(Runnable call) {
        long begun = System.nanoTime();
        assertThat(catchThrowable(() -> bench.run(call)))
                .isInstanceOfAny(
                        StorageException.ResourceExhausted.class,
                        StorageException.OutOfRange.class,
                        StorageException.Unavailable.class)
                .hasMessageContaining("pool 'a'");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }
}
