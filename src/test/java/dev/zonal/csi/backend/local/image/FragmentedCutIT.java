package dev.zonal.csi.backend.local.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.RealNode;
import dev.zonal.csi.backend.local.pool.PoolSpec;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.host.RealPool;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A snapshot of a volume that lies in tens of thousands of extents, while somebody writes to it, on a real disk. */
@RealHost
class FragmentedCutIT {
    @RegisterExtension
    static final RealPool POOL = RealPool.xfs();

    private static final int BLOCK_BYTES = 4096;
    private static final int EXTENTS = 30_000;
    private static final long WRITTEN_BYTES = (long) EXTENTS * BLOCK_BYTES;
    private static final ByteSize SIZE = ByteSize.ofMebibytes(256);

    private final Path directory = POOL.fresh("cut");
    private Optional<LocalBackend> opened = Optional.empty();

    @BeforeEach
    void open() {
        RealNode.HOST.files().createDirectory(directory);
        opened = Optional.of(LocalBackend.open(
                RealNode.opening(POOL.mountpoint()), List.of(PoolSpec.of("default", directory, Optional.empty())), 64));
    }

    @AfterEach
    void close() {
        opened.orElseThrow().close();
    }

    @Test
    void aWriterWaitsForMuchLessThanTheWholeCloneAndItsWritesTakeNoMoreSpaceThanTheyHave() throws IOException {
        LocalBackend backend = opened.orElseThrow();
        Operation.create(backend, "v", SIZE, Provisioning.THIN, Optional.empty());
        VolumeId volume = VolumeId.of("v", Operation.home(backend));
        Path image = directory.resolve("volumes/" + volume + "/disk.img");
        Path device = backend.attach(volume, false);
        writeEverySecondBlock(device);
        long nanosWhole = nanos(() -> RealNode.HOST.files().cloneFile(image, directory.resolve("tmp/whole")));

        long nanosStalled;
        try (Writer writer = new Writer(device)) {
            SnapshotId id = SnapshotId.of("s", volume.home());
            backend.createSnapshot(new NewSnapshot(id, "s", volume, Consistency.SYNCED));
            nanosStalled = writer.stop();
        }

        assertThat(RealNode.HOST.files().extentCount(image)).isGreaterThanOrEqualTo(EXTENTS);
        assertThat(nanosStalled).isLessThan(nanosWhole / 2);
        // One hundredth beside the data for the list of its extents.
        assertThat(RealNode.HOST.files().status(image).orElseThrow().allocatedBytes())
                .isBetween(WRITTEN_BYTES, WRITTEN_BYTES + WRITTEN_BYTES / 100);
    }

    private static long nanos(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return System.nanoTime() - begun;
    }

    private static void writeEverySecondBlock(Path device) throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
        try (FileChannel open = FileChannel.open(device, StandardOpenOption.WRITE)) {
            for (long number = 0; number < EXTENTS; number++) {
                open.write(block.clear(), 2 * number * BLOCK_BYTES);
            }
            open.force(true);
        }
    }

    /** Writes to one block after another, each durable before the next, and knows the longest that one of them took. */
    private static final class Writer implements AutoCloseable {
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final CompletableFuture<Long> longest;

        Writer(Path device) {
            longest = CompletableFuture.supplyAsync(
                    () -> write(device), work -> Thread.ofPlatform().start(work));
        }

        private long write(Path device) {
            SplittableRandom random = new SplittableRandom(1);
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
            long most = 0;
            try (FileChannel open = FileChannel.open(device, StandardOpenOption.WRITE, StandardOpenOption.DSYNC)) {
                while (!stopped.get()) {
                    long begin = System.nanoTime();
                    open.write(block.clear(), 2L * random.nextInt(EXTENTS) * BLOCK_BYTES);
                    most = Math.max(most, System.nanoTime() - begin);
                }
                return most;
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        }

        long stop() {
            stopped.set(true);
            return longest.join();
        }

        @Override
        public void close() {
            stop();
        }
    }
}
