package dev.zonal.csi.host.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileIdentity;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Filesystems;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.LoopBacking;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.LoopDevices;
import dev.zonal.csi.host.LoopFile;
import dev.zonal.csi.host.Mounts;
import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.host.RealPool;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link LoopDevices} promises, over files of a filesystem with reflinks. */
abstract class LoopDevicesContract {
    private final RealPool pool;

    private static final ByteSize SIZE = ByteSize.ofMebibytes(64);

    private final FileTree files = LinuxHost.fileTree();
    private final LoopDevices loops = LinuxHost.loopDevices();
    private final Mounts mounts = LinuxHost.mounts();
    private final Filesystems filesystems = LinuxHost.filesystems(new ProcessCommands());

    LoopDevicesContract(RealPool pool) {
        this.pool = pool;
    }

    private Path image() {
        Path image = pool.fresh("image");
        files.createSparse(image, SIZE);
        return image;
    }

    private FileIdentity identity(Path file) {
        return files.status(file).orElseThrow().identity();
    }

    private String property(LoopDevice device, String file) throws IOException {
        return Files.readString(Path.of("/sys/block/loop" + device.number()).resolve(file))
                .strip();
    }

    @Test
    void attachesWithDirectIoAndLargeSectors() throws IOException {
        Path image = image();

        LoopDevice device = loops.attach(image, false);

        assertThat(device.backing()).isEqualTo(identity(image));
        assertThat(filesystems.deviceSize(device.path())).isEqualTo(SIZE);
        assertThat(property(device, "queue/logical_block_size")).isEqualTo("4096");
        assertThat(property(device, "loop/dio")).isEqualTo("1");
        assertThat(property(device, "loop/backing_file")).isEqualTo(image.toString());
        assertThat(property(device, "ro")).isEqualTo("0");
        assertThat(loops.find(identity(image), false)).contains(device);
        assertThat(loops.find(identity(image), true)).isEmpty();
        assertThat(loops.all()).contains(device);
    }

    @Test
    void attachesReadOnlyBesideWritable() throws IOException {
        Path image = image();

        LoopDevice writable = loops.attach(image, false);
        LoopDevice readOnly = loops.attach(image, true);

        assertThat(readOnly.number()).isNotEqualTo(writable.number());
        assertThat(property(readOnly, "ro")).isEqualTo("1");
        assertThat(loops.find(identity(image), true)).contains(readOnly);
        assertThat(loops.find(identity(image), false)).contains(writable);
    }

    @Test
    void saysWhatIsBehindADevice() {
        Path image = image();
        LoopDevice writable = loops.attach(image, false);
        LoopDevice readOnly = loops.attach(image, true);
        OptionalLong filesystem = OptionalLong.of(identity(image).device());

        LoopFile behind = loops.behind(writable.path()).orElseThrow();
        assertThat(behind).isEqualTo(new LoopFile(writable.number(), image, false, false, filesystem));
        assertThat(loops.files()).contains(behind, new LoopFile(readOnly.number(), image, true, false, filesystem));

        files.deleteFile(image);
        assertThat(loops.behind(writable.path()))
                .get()
                .extracting(LoopFile::file)
                .isEqualTo(Path.of(image + " (deleted)"));
        loops.detach(behind);
        assertThat(loops.behind(writable.path())).as("another file by now").isPresent();
        loops.detach(loops.behind(writable.path()).orElseThrow());

        assertThat(loops.behind(writable.path())).isEmpty();
        assertThat(loops.behind(Path.of("/dev/null"))).isEmpty();
        assertThat(loops.behind(image)).isEmpty();
    }

    @Test
    void answersTheDeviceThatIsThere() {
        Path image = image();

        assertThat(loops.attach(image, false)).isEqualTo(loops.attach(image, false));
    }

    @Test
    void anotherDriverFindsWhatIsAttached() {
        Path image = image();
        LoopDevice device = loops.attach(image, false);

        LoopDevices restarted = LinuxHost.loopDevices();

        assertThat(restarted.find(identity(image), false)).contains(device);
    }

    @Test
    void believesTheKernelAndNotItself() {
        Path image = image();
        Path other = image();
        LoopDevice device = loops.attach(image, false);
        pool.run("losetup", "--detach", device.path().toString());

        assertThat(loops.find(identity(image), false)).isEmpty();
        pool.run("losetup", device.path().toString(), other.toString());
        assertThat(loops.find(identity(image), false)).isEmpty();

        loops.detach(device);
        assertThat(loops.all())
                .as("a device that stands over another file by now is left alone")
                .contains(new LoopDevice(device.number(), identity(other), false));
    }

    @Test
    void detachesOnceAndAgain() {
        Path image = image();
        LoopDevice device = loops.attach(image, false);

        loops.detach(device);
        loops.detach(device);

        assertThat(loops.all()).doesNotContain(device);
        assertThat(loops.find(identity(image), false)).isEmpty();
    }

    @Test
    void aDetachedDeviceGoesWithItsMount() {
        Path image = image();
        LoopDevice device = loops.attach(image, false);
        filesystems.format(device.path(), FilesystemType.EXT4, List.of());
        Path mountpoint = pool.mountpoint();
        mounts.mount(device.path(), mountpoint, "ext4", List.of());

        loops.detach(device);

        assertThat(loops.all()).contains(device);
        assertThat(loops.find(identity(image), false))
                .as("one that is about to go is not answered")
                .isEmpty();
        mounts.unmount(mountpoint);
        assertThat(loops.all()).doesNotContain(device);
    }

    @Test
    void tellsWhichFileIsBehindADeviceAndThatItWasDeleted() {
        Path image = image();
        LoopDevice device = loops.attach(image, true);
        assertThat(loops.backings()).contains(new LoopBacking(device, image, false));

        files.deleteFile(image);

        assertThat(loops.backings()).contains(new LoopBacking(device, Path.of(image + " (deleted)"), false));
        loops.detach(device);
    }

    @Test
    void aDeviceOnItsWayOutStaysWhenItIsAttachedAgain() {
        Path image = image();
        LoopDevice device = loops.attach(image, false);
        filesystems.format(device.path(), FilesystemType.EXT4, List.of());
        Path mountpoint = pool.mountpoint();
        mounts.mount(device.path(), mountpoint, "ext4", List.of());
        loops.detach(device);

        LoopDevice again = loops.attach(image, false);

        assertThat(again).as("never a second device over one file").isEqualTo(device);
        mounts.unmount(mountpoint);
        assertThat(loops.find(identity(image), false)).contains(device);
    }

    @Test
    void alsoAnotherDriverRevivesADeviceOnItsWayOut() {
        Path image = image();
        LoopDevice device = loops.attach(image, false);
        filesystems.format(device.path(), FilesystemType.EXT4, List.of());
        Path mountpoint = pool.mountpoint();
        mounts.mount(device.path(), mountpoint, "ext4", List.of());
        loops.detach(device);

        LoopDevices restarted = LinuxHost.loopDevices();

        assertThat(restarted.find(identity(image), false)).isEmpty();
        assertThat(restarted.attach(image, false)).isEqualTo(device);
        mounts.unmount(mountpoint);
        assertThat(restarted.find(identity(image), false)).contains(device);
    }

    @Test
    void takesNoDeviceOverAPartOfTheFile() {
        Path image = image();
        pool.run("losetup", "--find", "--offset", "4096", image.toString());

        LoopDevices restarted = LinuxHost.loopDevices();

        assertThat(restarted.find(identity(image), false)).isEmpty();
        assertThat(filesystems.deviceSize(restarted.attach(image, false).path()))
                .isEqualTo(SIZE);
    }

    @Test
    void aNumberThatIsGoneAltogetherIsNoDevice() {
        LoopDevice device = loops.attach(image(), false);
        FileIdentity backing = device.backing();
        pool.run("losetup", "--detach", device.path().toString());
        LoopDevice gone = new LoopDevice(1_000_000, backing, false);

        loops.detach(gone);

        assertThat(loops.find(backing, false)).isEmpty();
        assertThat(loops.all()).doesNotContain(gone);
    }

    @Test
    void seesALongerFile() {
        Path image = image();
        LoopDevice device = loops.attach(image, false);
        ByteSize longer = ByteSize.ofMebibytes(128);
        files.resize(image, longer);

        loops.refreshSize(device);

        assertThat(filesystems.deviceSize(device.path())).isEqualTo(longer);
        loops.detach(device);
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> loops.refreshSize(device))
                .satisfies(failure -> assertThat(failure.errno()).isEqualTo(Errno.ENXIO));
    }

    @Test
    void manyAttachAtOnce() throws Exception {
        int count = 24;
        LoopDevices rival = LinuxHost.loopDevices();
        List<Path> images = java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> image())
                .toList();
        Set<Integer> numbers = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            List<Future<LoopDevice>> attaching = new java.util.ArrayList<>();
            for (int i = 0; i < count; i++) {
                LoopDevices mine = i % 2 == 0 ? loops : rival;
                Path image = images.get(i);
                attaching.add(threads.submit(() -> mine.attach(image, false)));
            }
            for (Future<LoopDevice> one : attaching) {
                numbers.add(one.get().number());
            }
        }

        assertThat(numbers).hasSize(count);
    }

    @Test
    void makesAMissingNode() throws IOException {
        LoopDevice probe = loops.attach(image(), false);
        loops.detach(probe);
        Files.delete(probe.path());

        LoopDevice device = LoopNumbers.attachAt(probe.number(), loops, this::image);

        assertThat(device.path()).exists();
        assertThat(loops.all()).contains(device);
    }

    @Test
    void writesThroughANumberThatSomebodyForbadeToWrite() throws IOException {
        LoopDevice before = loops.attach(image(), false);
        pool.run("blockdev", "--setro", before.path().toString());
        loops.detach(before);

        LoopDevice device = LoopNumbers.attachAt(before.number(), loops, this::image);

        assertThat(property(device, "ro")).isEqualTo("0");
        filesystems.format(device.path(), FilesystemType.EXT4, List.of());
    }

    @Test
    void saysWhatItCannotAttach() {
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> loops.attach(pool.fresh("nothing"), false))
                .satisfies(failure -> assertThat(failure.errno()).isEqualTo(Errno.ENOENT));
    }
}
