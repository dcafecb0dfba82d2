package dev.zonal.csi.driver;

import static dev.zonal.csi.driver.Workload.block;
import static dev.zonal.csi.driver.Workload.contentOf;
import static dev.zonal.csi.driver.Workload.mount;
import static dev.zonal.csi.driver.Workload.volume;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.v1.Snapshot;
import dev.zonal.csi.v1.Volume;
import dev.zonal.csi.v1.VolumeCapability;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots, restores and clones on real filesystems, through the socket. */
@RealHost
final class SnapshotsIT {
    private static final int SNAPSHOTS = 9;

    private static RealDriver driver;
    private static Workload workload;

    @BeforeAll
    static void start() throws Exception {
        driver = RealDriver.start();
        workload = new Workload(driver);
    }

    @AfterAll
    static void stop() throws Exception {
        workload.close();
        driver.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs"})
    void aRestoreIsMountedBesideItsSourceWithTheContentOfTheCut(String filesystem) throws Exception {
        VolumeCapability capability = mount(filesystem);
        Volume source = workload.create("source-" + filesystem, 512, capability);
        Path data = workload.publish(source, capability).resolve("data");
        Files.writeString(data, "before");
        Snapshot snapshot = workload.snapshot("cut-" + filesystem, source);
        Files.writeString(data, "after the cut");

        Volume restored = workload.create(
                volume("back-" + filesystem, 512, capability).setVolumeContentSource(contentOf(snapshot)));
        Path restoredData = workload.publish(restored, capability).resolve("data");

        assertThat(Files.readString(restoredData)).isEqualTo("before");
        assertThat(Files.readString(data)).isEqualTo("after the cut");
        Files.writeString(restoredData, "its own");
        assertThat(Files.readString(data)).isEqualTo("after the cut");
        removeAll(snapshot, source, restored);
    }

    @ParameterizedTest
    @CsvSource({"ext4,synced", "xfs,synced", "ext4,frozen", "xfs,frozen", "btrfs,frozen"})
    void whatWasWrittenBeforeTheCallIsInTheSnapshot(String filesystem, String consistency) throws Exception {
        VolumeCapability capability = mount(filesystem);
        Volume source = workload.create("w-" + filesystem + consistency, 512, capability);
        Path target = workload.publish(source, capability);
        byte[] content = random(3 << 20);
        Files.write(target.resolve("unsynced"), content);

        Snapshot snapshot =
                workload.snapshot("s-" + filesystem + consistency, source, Map.of("consistency", consistency));

        assertThat(snapshot.getReadyToUse()).isTrue();
        Volume restored = workload.create(
                volume("r-" + filesystem + consistency, 512, capability).setVolumeContentSource(contentOf(snapshot)));
        assertThat(Files.readAllBytes(workload.publish(restored, capability).resolve("unsynced")))
                .isEqualTo(content);
        Files.writeString(target.resolve("still-writable"), "yes");
        removeAll(snapshot, source, restored);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs"})
    void aLargerRestoreHasAFilesystemOfItsSize(String filesystem) throws Exception {
        VolumeCapability capability = mount(filesystem);
        Volume source = workload.create("small-" + filesystem, 320, capability);
        Path target = workload.publish(source, capability);
        long before = target.toFile().getTotalSpace();
        Snapshot snapshot = workload.snapshot("grown-" + filesystem, source);

        Volume restored = workload.create(
                volume("large-" + filesystem, 1024, capability).setVolumeContentSource(contentOf(snapshot)));

        assertThat(restored.getCapacityBytes()).isEqualTo(1024 * Workload.MEBIBYTE);
        assertThat(workload.publish(restored, capability).toFile().getTotalSpace())
                .isGreaterThan(before + 600 * Workload.MEBIBYTE);
        removeAll(snapshot, source, restored);
    }

    @Test
    void aCloneOfALiveVolumeOutlivesItsSource() throws Exception {
        VolumeCapability capability = mount("ext4");
        Volume source = workload.create("parent", 64, capability);
        Files.writeString(workload.publish(source, capability).resolve("data"), "inherited");

        Volume clone = workload.create(volume("child", 64, capability).setVolumeContentSource(contentOf(source)));
        workload.retire(source);
        workload.delete(source);

        assertThat(Files.readString(workload.publish(clone, capability).resolve("data")))
                .isEqualTo("inherited");
        workload.retire(clone);
        workload.delete(clone);
    }

    @Test
    void aRawDeviceIsCutWithWhatWasFlushedToIt() throws Exception {
        Volume source = workload.create("raw", 16, block());
        Path device = workload.publish(source, block());
        byte[] content = "raw bytes".getBytes(StandardCharsets.UTF_8);
        try (RandomAccessFile file = new RandomAccessFile(device.toFile(), "rw")) {
            file.write(Arrays.copyOf(content, 4096));
        }

        Snapshot snapshot = workload.snapshot("raw-cut", source);
        Volume restored = workload.create(volume("raw-back", 16, block()).setVolumeContentSource(contentOf(snapshot)));

        try (RandomAccessFile file =
                new RandomAccessFile(workload.publish(restored, block()).toFile(), "r")) {
            byte[] read = new byte[content.length];
            file.readFully(read);
            assertThat(read).isEqualTo(content);
        }
        removeAll(snapshot, source, restored);
    }

    /** A copy of 2 GiB takes seconds here; sharing them takes the milliseconds of any other snapshot. */
    @Test
    void aSnapshotTakesTheSameTimeWhateverTheVolumeHolds() throws Exception {
        VolumeCapability capability = mount("xfs");
        Volume small = workload.create("holds-little", 320, capability);
        Volume large = workload.create("holds-much", 10 * 1024, capability);
        fill(workload.publish(small, capability).resolve("data"), 64);
        fill(workload.publish(large, capability).resolve("data"), 2048);
        workload.snapshot("warm-small", small);
        workload.snapshot("warm-large", large);
        long smallNanos = medianOfSnapshots("small", small);
        long before = poolBytes();
        long largeNanos = medianOfSnapshots("large", large);
        long added = (poolBytes() - before) / SNAPSHOTS;

        System.out.printf(
                "snapshot of 64 MiB: %.2f ms; of 2 GiB in 10 GiB: %.2f ms, %d bytes of the pool each; ratio %.2f%n",
                smallNanos / 1e6, largeNanos / 1e6, added, (double) largeNanos / smallNanos);
        assertThat(added).isLessThan(Workload.MEBIBYTE);
        assertThat(largeNanos).isLessThan(Math.max(5 * smallNanos, TimeUnit.MILLISECONDS.toNanos(100)));
        workload.retire(small);
        workload.retire(large);
        workload.delete(small);
        workload.delete(large);
    }

    /** What is taken of the pool's filesystem, whatever for. */
    private static long poolBytes() throws Exception {
        Path pool = Path.of(HostTraces.mountsBelow(driver.folder()).stream()
                .filter(target -> target.contains("/run/pools/"))
                .findFirst()
                .orElseThrow());
        return pool.toFile().getTotalSpace() - pool.toFile().getFreeSpace();
    }

    private static long medianOfSnapshots(String name, Volume volume) {
        long[] nanos = new long[SNAPSHOTS];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            workload.snapshot(name + i, volume);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[nanos.length / 2];
    }

    private static void fill(Path file, int mebibytes) throws Exception {
        byte[] block = random(1 << 20);
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            for (int i = 0; i < mebibytes; i++) {
                out.write(block);
            }
            out.getFD().sync();
        }
    }

    private static byte[] random(int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return content;
    }

    private static void removeAll(Snapshot snapshot, Volume... volumes) {
        for (Volume volume : volumes) {
            workload.retire(volume);
            workload.delete(volume);
        }
        workload.delete(snapshot);
    }
}
