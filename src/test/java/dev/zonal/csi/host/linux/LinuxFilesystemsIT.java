package dev.zonal.csi.host.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Filesystems;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.LoopDevices;
import dev.zonal.csi.host.Mounts;
import dev.zonal.csi.host.ProbeResult;
import dev.zonal.csi.host.ProbeResult.Blank;
import dev.zonal.csi.host.ProbeResult.Filesystem;
import dev.zonal.csi.host.ProbeResult.Foreign;
import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.host.RealPool;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Filesystems on real devices.
 *
 * <p>One file on purpose, longer than others: it is read as the contract of one port, on one real pool.
 */
@RealHost
final class LinuxFilesystemsIT {
    @RegisterExtension
    static final RealPool POOL = RealPool.xfs();

    private static final ByteSize SIZE = ByteSize.ofMebibytes(320);

    private final FileTree files = LinuxHost.fileTree();
    private final LoopDevices loops = LinuxHost.loopDevices();
    private final Mounts mounts = LinuxHost.mounts();
    private final Filesystems filesystems = LinuxHost.filesystems(new ProcessCommands());

    private Path image(ByteSize size) {
        Path image = POOL.fresh("image");
        files.createSparse(image, size);
        return image;
    }

    private LoopDevice device(ByteSize size) {
        return loops.attach(image(size), false);
    }

    private LoopDevice formatted(FilesystemType type) {
        LoopDevice device = device(SIZE);
        filesystems.format(device.path(), type, List.of());
        return device;
    }

    private Path mounted(LoopDevice device, FilesystemType type) {
        Path target = POOL.mountpoint();
        mounts.mount(device.path(), target, type.word(), List.of());
        return target;
    }

    private static void overwrite(LoopDevice device, long offset, byte... bytes) throws IOException {
        try (var file = new RandomAccessFile(device.path().toFile(), "rw")) {
            file.seek(offset);
            file.write(bytes);
        }
    }

    private static String mkfsNameOf(FilesystemType type) {
        return "mkfs." + type.word();
    }

    @ParameterizedTest
    @ValueSource(longs = {4096, 1 << 20, 2 << 20, (2 << 20) + 4096, 3 << 20, 10 << 20, 1L << 40})
    void findsABlankDeviceBlank(long bytes) {
        assertThat(filesystems.probe(device(ByteSize.ofBytes(bytes)).path())).isEqualTo(new Blank());
    }

    @ParameterizedTest
    @EnumSource(FilesystemType.class)
    void findsWhatItMade(FilesystemType type) {
        ProbeResult found = filesystems.probe(formatted(type).path());

        assertThat(found).isEqualTo(new Filesystem(type, SIZE, false));
    }

    @ParameterizedTest
    @EnumSource(FilesystemType.class)
    void makesTheSmallestThatIsPromised(FilesystemType type) {
        LoopDevice device = device(type.minimumSize());

        filesystems.format(device.path(), type, List.of());

        assertThat(filesystems.probe(device.path())).isEqualTo(new Filesystem(type, type.minimumSize(), false));
        Path target = mounted(device, type);
        files.createFile(target.resolve("file"), new byte[100]);
        filesystems.sync(target);
    }

    @ParameterizedTest
    @EnumSource(FilesystemType.class)
    void keepsAnAllocatedImageAllocated(FilesystemType type) {
        Path image = image(SIZE);
        files.allocate(image, SIZE);
        LoopDevice device = loops.attach(image, false);

        filesystems.format(device.path(), type, List.of());

        assertThat(files.status(image).orElseThrow().allocatedBytes()).isGreaterThanOrEqualTo(SIZE.bytes());
    }

    @Test
    void joinsTheCallersExtendedOptionsWithItsOwn() {
        Path image = image(SIZE);
        files.allocate(image, SIZE);
        LoopDevice device = loops.attach(image, false);

        filesystems.format(device.path(), FilesystemType.EXT4, List.of("-L", "label", "-E", "stride=4"));

        assertThat(files.status(image).orElseThrow().allocatedBytes()).isGreaterThanOrEqualTo(SIZE.bytes());
        assertThat(POOL.run("dumpe2fs", "-h", device.path().toString()))
                .contains("label")
                .containsPattern("RAID stride: +4");
    }

    @Test
    void saysWhatMkfsSaid() {
        LoopDevice device = device(ByteSize.ofMebibytes(16));

        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> filesystems.format(device.path(), FilesystemType.XFS, List.of()))
                .withMessageContaining(mkfsNameOf(FilesystemType.XFS))
                .withMessageContaining("300MB");
    }

    @Test
    void aReusedNumberShowsNothingOfWhatItShowedBefore() {
        LoopDevice first = formatted(FilesystemType.XFS);
        assertThat(filesystems.probe(first.path())).isInstanceOf(Filesystem.class);
        loops.detach(first);

        LoopDevice second = LoopNumbers.attachAt(first.number(), loops, () -> image(SIZE));

        assertThat(filesystems.probe(second.path())).isEqualTo(new Blank());
    }

    @Test
    void seesWhatIsStillInThePageCache() throws IOException {
        LoopDevice device = device(SIZE);

        overwrite(device, 4096, (byte) 1);

        assertThat(filesystems.probe(device.path())).isEqualTo(new Foreign("data of no known kind at byte 4096"));
    }

    @Test
    void seesWhatStandsBehindThePageCache() throws IOException {
        Path image = image(SIZE);
        LoopDevice device = loops.attach(image, false);
        Files.readAllBytes(image);
        try (var cached = new RandomAccessFile(device.path().toFile(), "r")) {
            // This read puts a page of zeros into the device's cache, which the open file then keeps.
            assertThat(cached.read()).isZero();
            try (var behind = new RandomAccessFile(image.toFile(), "rw")) {
                behind.write("XFSB".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            }
            files.sync(image);

            assertThat(filesystems.probe(device.path())).isInstanceOf(Foreign.class);
        }
    }

    @Test
    void seesDataAtTheVeryEnd() throws IOException {
        LoopDevice device = device(SIZE);

        overwrite(device, SIZE.bytes() - 1, (byte) 1);

        assertThat(filesystems.probe(device.path())).isInstanceOf(Foreign.class);
    }

    @Test
    void aHalfWrittenSuperblockIsNeitherBlankNorWhole() throws IOException {
        LoopDevice device = formatted(FilesystemType.EXT4);
        overwrite(device, 1024 + 512, new byte[512]);

        assertThat(filesystems.probe(device.path())).isEqualTo(new Filesystem(FilesystemType.EXT4, SIZE, true));
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> filesystems.check(device.path(), FilesystemType.EXT4))
                .satisfies(failure -> assertThat(failure.errno()).isEqualTo(Errno.EUCLEAN));
    }

    @Test
    void recognisesForeignFilesystems() {
        LoopDevice device = device(SIZE);
        POOL.run("mkfs.ext3", "-q", "-F", device.path().toString());
        assertThat(filesystems.probe(device.path())).isEqualTo(new Foreign("an ext3 filesystem"));
        POOL.run("mkfs.ext2", "-q", "-F", device.path().toString());
        assertThat(filesystems.probe(device.path())).isEqualTo(new Foreign("an ext2 filesystem"));
        LoopDevice swap = device(SIZE);
        POOL.run("mkswap", swap.path().toString());
        assertThat(filesystems.probe(swap.path())).isEqualTo(new Foreign("swap space"));
    }

    @Test
    void repairsWithoutAsking() {
        LoopDevice device = formatted(FilesystemType.EXT4);
        filesystems.check(device.path(), FilesystemType.EXT4);
        POOL.run("debugfs", "-w", "-R", "set_super_value state 2", device.path().toString());
        assertThat(filesystems.probe(device.path())).isEqualTo(new Filesystem(FilesystemType.EXT4, SIZE, true));

        filesystems.check(device.path(), FilesystemType.EXT4);

        assertThat(filesystems.probe(device.path())).isEqualTo(new Filesystem(FilesystemType.EXT4, SIZE, false));
    }

    @ParameterizedTest
    @EnumSource(FilesystemType.class)
    void growsAGrownDevice(FilesystemType type) {
        Path image = image(SIZE);
        LoopDevice device = loops.attach(image, false);
        filesystems.format(device.path(), type, List.of());
        ByteSize larger = ByteSize.ofMebibytes(1024);
        files.resize(image, larger);
        loops.refreshSize(device);

        filesystems.growUnmounted(device.path(), type);
        Path target = mounted(device, type);
        if (type != FilesystemType.EXT4) {
            filesystems.growMounted(target, device.path(), type);
        }

        assertThat(files.space(target).totalBytes()).isGreaterThan(larger.bytes() * 8 / 10);
        mounts.unmount(target);
        assertThat(filesystems.probe(device.path())).isEqualTo(new Filesystem(type, larger, false));
    }

    @ParameterizedTest
    @EnumSource(FilesystemType.class)
    void growingToTheSameSizeChangesNothing(FilesystemType type) {
        LoopDevice device = formatted(type);
        filesystems.growUnmounted(device.path(), type);
        Path target = mounted(device, type);

        if (type != FilesystemType.EXT4) {
            filesystems.growMounted(target, device.path(), type);
        }

        mounts.unmount(target);
        assertThat(filesystems.probe(device.path())).isEqualTo(new Filesystem(type, SIZE, false));
    }

    /** Where the capability is missing, as in many containers, the kernel refuses; where it is there, this grows. */
    @Test
    void growsAMountedExt4OrSaysWhyNot() {
        Path image = image(SIZE);
        LoopDevice device = loops.attach(image, false);
        filesystems.format(device.path(), FilesystemType.EXT4, List.of());
        Path target = mounted(device, FilesystemType.EXT4);
        files.resize(image, ByteSize.ofMebibytes(1024));
        loops.refreshSize(device);
        long before = files.space(target).totalBytes();

        try {
            filesystems.growMounted(target, device.path(), FilesystemType.EXT4);
            assertThat(files.space(target).totalBytes()).isGreaterThan(2 * before);
        } catch (HostException refused) {
            assertThat(refused.errno())
                    .as("only CAP_SYS_RESOURCE may be missing")
                    .isEqualTo(Errno.EPERM);
        }
    }

    @ParameterizedTest
    @EnumSource(FilesystemType.class)
    void freezesAndThaws(FilesystemType type) throws Exception {
        LoopDevice device = formatted(type);
        Path target = mounted(device, type);
        Thread writer;
        long children = ProcessHandle.current().children().count();

        try (Filesystems.Freeze freeze = filesystems.freeze(target)) {
            assertThat(freeze).isNotNull();
            assertThatExceptionOfType(HostException.class)
                    .isThrownBy(() -> filesystems.freeze(target))
                    .satisfies(failure -> assertThat(failure.errno()).isEqualTo(Errno.EBUSY));
            writer = Thread.ofPlatform().start(() -> files.createFile(target.resolve("file"), new byte[1]));
            writer.join(100);
            assertThat(writer.isAlive()).as("writing waits for the thaw").isTrue();
        }

        writer.join();
        assertThat(target.resolve("file")).exists();
        assertThat(ProcessHandle.current().children().count()).isEqualTo(children);
    }

    @Test
    void thawingTwiceOrAfterSomebodyElseIsHarmless() {
        Path target = mounted(formatted(FilesystemType.EXT4), FilesystemType.EXT4);
        Filesystems.Freeze freeze = filesystems.freeze(target);
        POOL.run("fsfreeze", "--unfreeze", target.toString());

        freeze.close();
        freeze.close();

        filesystems.freeze(target).close();
        files.createFile(target.resolve("file"), new byte[1]);
    }

    @Test
    void flushesADevice() throws IOException {
        LoopDevice device = device(SIZE);
        overwrite(device, 0, (byte) 7);

        filesystems.flush(device.path());

        assertThat(filesystems.deviceSize(device.path())).isEqualTo(SIZE);
    }

    /** The backing file's filesystem is dead, as after the loss of its disk. */
    @Test
    void aReadErrorIsNeverBlank() {
        LoopDevice outer = formatted(FilesystemType.XFS);
        Path target = mounted(outer, FilesystemType.XFS);
        Path image = target.resolve("image");
        files.createSparse(image, ByteSize.ofMebibytes(16));
        LoopDevice inner = loops.attach(image, false);
        POOL.run("xfs_io", "-x", "-c", "shutdown", target.toString());

        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> filesystems.probe(inner.path()))
                .satisfies(failure -> assertThat(failure.errno()).isEqualTo(Errno.EIO));
        assertThat(LinuxHost.loopDevices().all()).contains(outer).doesNotContain(inner);
        loops.detach(inner);
        mounts.unmount(target);
        assertThat(mounts.showing(outer.path())).isEmpty();
    }

    @Test
    void saysThatADeviceIsGone() {
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> filesystems.probe(Path.of("/dev/zonal-no-such-device")))
                .satisfies(failure -> assertThat(failure.errno()).isEqualTo(Errno.ENOENT));
    }
}
