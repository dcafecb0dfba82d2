package dev.zonal.csi.host.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Filesystems;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.LoopDevices;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.host.Mounts;
import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.host.RealPool;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Mounts, as the kernel has them.
 *
 * <p>One file on purpose, longer than others: it is read as the contract of one port, on one real pool.
 */
@RealHost
final class LinuxMountsIT {
    @RegisterExtension
    static final RealPool POOL = RealPool.xfs();

    private final FileTree files = LinuxHost.fileTree();
    private final LoopDevices loops = LinuxHost.loopDevices();
    private final Mounts mounts = LinuxHost.mounts();
    private final Mounts byTable = new LinuxMounts(false);
    private final Filesystems filesystems = LinuxHost.filesystems(new ProcessCommands());

    private LoopDevice formatted(FilesystemType type) {
        Path image = POOL.fresh("image");
        files.createSparse(image, ByteSize.max(type.minimumSize(), ByteSize.ofMebibytes(64)));
        LoopDevice device = loops.attach(image, false);
        filesystems.format(device.path(), type, List.of());
        return device;
    }

    private static Path backingFile(LoopDevice device) {
        Path property = Path.of("/sys/block/loop" + device.number() + "/loop/backing_file");
        try {
            return Path.of(Files.readString(property).strip());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void refused(Errno errno, Runnable call) {
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(call::run)
                .satisfies(failure -> assertThat(failure.errno()).isEqualTo(errno));
    }

    @Test
    void mountsAndUnmounts() {
        LoopDevice device = formatted(FilesystemType.EXT4);
        Path target = POOL.mountpoint();
        assertThat(mounts.at(target)).isEmpty();

        mounts.mount(device.path(), target, "ext4", List.of("noatime", "nosuid", "data=ordered", "commit=30"));

        Mount mount = mounts.at(target).orElseThrow();
        assertThat(mount.target()).isEqualTo(target);
        assertThat(mount.root()).isEqualTo("/");
        assertThat(mount.source()).isEqualTo(device.path().toString());
        assertThat(mount.filesystem()).isEqualTo("ext4");
        assertThat(mount.options())
                .contains("rw", "noatime", "nosuid", "commit=30")
                .doesNotContain("ro");
        assertThat(mount.shows(device.path())).isTrue();
        assertThat(mounts.showing(device.path())).containsExactly(mount);
        assertThat(mounts.at(target.resolveSibling("pool"))).isPresent();
        assertThat(mounts.at(target.resolve("lost+found"))).isEmpty();
        assertThat(mounts.at(target.resolve("nothing"))).isEmpty();

        mounts.unmount(target);

        assertThat(mounts.at(target)).isEmpty();
        assertThat(mounts.showing(device.path())).isEmpty();
        refused(Errno.EINVAL, () -> mounts.unmount(target));
    }

    @Test
    void mountsReadOnly() {
        LoopDevice device = formatted(FilesystemType.EXT4);
        Path target = POOL.mountpoint();

        mounts.mount(device.path(), target, "ext4", List.of("ro"));

        assertThat(mounts.at(target).orElseThrow().readOnly()).isTrue();
        refused(Errno.EROFS, () -> files.createDirectory(target.resolve("x")));
    }

    @Test
    void refusesAnOptionThatTheFilesystemDoesNotKnow() {
        LoopDevice device = formatted(FilesystemType.EXT4);
        Path target = POOL.mountpoint();

        refused(Errno.EINVAL, () -> mounts.mount(device.path(), target, "ext4", List.of("nouuid")));
        assertThat(mounts.at(target)).isEmpty();
    }

    @Test
    void mountsOnNoLink() throws IOException {
        LoopDevice device = formatted(FilesystemType.EXT4);
        Path target = POOL.mountpoint();
        Path link = Files.createSymbolicLink(target.resolveSibling("link"), target);
        Path source = POOL.mountpoint();

        try {
            refused(Errno.ENOTDIR, () -> mounts.mount(device.path(), link, "ext4", List.of()));
            assertThatExceptionOfType(HostException.class).isThrownBy(() -> mounts.bind(source, link, false));
            assertThatExceptionOfType(HostException.class).isThrownBy(() -> mounts.unmount(link));
            assertThat(mounts.at(target)).isEmpty();
        } finally {
            Files.delete(link);
        }
    }

    @Test
    void showsTheTopmostOfAStack() {
        LoopDevice lower = formatted(FilesystemType.EXT4);
        LoopDevice upper = formatted(FilesystemType.EXT4);
        Path target = POOL.mountpoint();
        mounts.mount(lower.path(), target, "ext4", List.of());
        mounts.mount(upper.path(), target, "ext4", List.of());

        assertThat(mounts.at(target).orElseThrow().shows(upper.path())).isTrue();
        assertThat(byTable.at(target)).isEqualTo(mounts.at(target));
        mounts.unmount(target);
        assertThat(mounts.at(target).orElseThrow().shows(lower.path())).isTrue();
    }

    @Test
    void bindsReadOnlyAndWritable() {
        LoopDevice device = formatted(FilesystemType.EXT4);
        Path staging = POOL.mountpoint();
        Path writable = POOL.mountpoint();
        Path readOnly = POOL.mountpoint();
        mounts.mount(device.path(), staging, "ext4", List.of("nosuid", "noatime"));

        mounts.bind(staging, writable, false);
        mounts.bind(staging, readOnly, true);

        files.createDirectory(writable.resolve("here"));
        refused(Errno.EROFS, () -> files.createDirectory(readOnly.resolve("there")));
        assertThat(files.list(readOnly)).contains("here");
        assertThat(mounts.at(writable).orElseThrow().readOnly()).isFalse();
        assertThat(mounts.at(readOnly).orElseThrow().options())
                .as("what the staged mount forbids stays forbidden")
                .contains("ro", "nosuid", "noatime")
                .doesNotContain("rw");
        assertThat(mounts.showing(device.path())).hasSize(3);
    }

    @Test
    void bindsADeviceNode() throws IOException {
        LoopDevice device = formatted(FilesystemType.EXT4);
        Path target = Files.createFile(POOL.mountpoint().resolveSibling("mnt-block"));

        try {
            mounts.bind(device.path(), target, true);

            Mount mount = mounts.at(target).orElseThrow();
            assertThat(mount.shows(device.path())).isTrue();
            assertThat(mount.readOnly()).isTrue();
            assertThat(mount.target()).isEqualTo(target);
            assertThat(mounts.showing(device.path())).containsExactly(mount);
            assertThat(files.status(target).orElseThrow().deviceNumber())
                    .isEqualTo(files.status(device.path()).orElseThrow().deviceNumber());
        } finally {
            mounts.unmount(target);
            Files.delete(target);
        }
    }

    @Test
    void leavesNothingWhereABindFails() {
        Path source = POOL.mountpoint();

        refused(Errno.ENOENT, () -> mounts.bind(source, source.resolve("nothing"), true));
        refused(Errno.ENOENT, () -> mounts.bind(source.resolve("nothing"), source, true));
        assertThat(mounts.at(source)).isEmpty();
    }

    @Test
    void seesAMountWhoseFilesystemIsDead() {
        LoopDevice device = formatted(FilesystemType.XFS);
        Path target = POOL.mountpoint();
        mounts.mount(device.path(), target, "xfs", List.of("nouuid"));
        POOL.run("xfs_io", "-x", "-c", "shutdown", target.toString());

        assertThat(mounts.at(target).orElseThrow().shows(device.path())).isTrue();
        mounts.unmount(target);
        assertThat(mounts.at(target)).isEmpty();
    }

    /** Older kernels make the filesystem read-only, from 6.12 on it says that it takes no more writes. */
    @Test
    void tellsAFilesystemThatStoppedOnAnErrorFromOneThatIsMountedReadOnly() throws IOException {
        LoopDevice device = formatted(FilesystemType.EXT4);
        Path staging = POOL.mountpoint();
        Path readOnly = POOL.mountpoint();
        mounts.mount(device.path(), staging, "ext4", List.of("errors=remount-ro"));
        mounts.bind(staging, readOnly, true);
        assertThat(mounts.at(staging).orElseThrow().hasStopped()).isFalse();
        assertThat(mounts.at(readOnly).orElseThrow().hasStopped()).isFalse();

        Files.writeString(Path.of("/sys/fs/ext4/loop" + device.number() + "/trigger_fs_error"), "1");

        assertThat(mounts.at(staging).orElseThrow().madeForWriting()).isTrue();
        assertThat(mounts.at(staging).orElseThrow().hasStopped()).isTrue();
        assertThat(byTable.at(staging)).isEqualTo(mounts.at(staging));
        refused(Errno.EROFS, () -> files.createDirectory(staging.resolve("x")));
    }

    @Test
    void writesOddNamesAsTheyAre() throws IOException {
        Path source = POOL.mountpoint();
        Path target = Files.createDirectory(POOL.mountpoint().resolveSibling("mnt-odd \\040 name\twith\nall-é"));

        try {
            mounts.bind(source, target, false);

            assertThat(mounts.at(target).orElseThrow().target()).isEqualTo(target);
            assertThat(byTable.at(target)).isEqualTo(mounts.at(target));
        } finally {
            mounts.unmount(target);
            Files.delete(target);
        }
    }

    @Test
    void bothWaysToAskAgree() throws IOException {
        LoopDevice device = formatted(FilesystemType.BTRFS);
        mounts.mount(device.path(), POOL.mountpoint(), "btrfs", List.of("lazytime", "noexec"));
        String table = Files.readString(Path.of("/proc/self/mountinfo"), StandardCharsets.UTF_8);

        for (MountInfo.Entry entry : MountInfo.parse(table).entries()) {
            Path target = entry.mount().target();
            Optional<Mount> one = mounts.at(target);
            assertThat(one).as("%s", target).isEqualTo(byTable.at(target));
            assertThat(mounts.isShared(target)).isEqualTo(byTable.isShared(target));
        }
        assertThat(mounts.showing(device.path())).hasSize(1).isEqualTo(byTable.showing(device.path()));
    }

    /** Mounts come, go, move, and change what they let through. */
    @Test
    void whatShowsADeviceIsAskedEachTime() {
        LoopDevice device = formatted(FilesystemType.EXT4);
        LoopDevice other = formatted(FilesystemType.EXT4);
        Path staging = POOL.mountpoint();
        Path published = POOL.mountpoint();
        Path elsewhere = POOL.mountpoint();
        mounts.mount(device.path(), staging, "ext4", List.of());
        mounts.mount(other.path(), POOL.mountpoint(), "ext4", List.of());
        assertThat(mounts.showing(device.path())).extracting(Mount::target).containsExactly(staging);

        mounts.bind(staging, published, false);
        POOL.run("mount", "-o", "remount,bind,ro", published.toString());
        assertThat(mounts.showing(device.path())).isEqualTo(byTable.showing(device.path()));
        assertThat(mounts.showing(device.path()))
                .extracting(Mount::target, Mount::readOnly)
                .containsExactly(tuple(staging, false), tuple(published, true));

        POOL.run("mount", "--move", published.toString(), elsewhere.toString());
        assertThat(mounts.showing(device.path())).extracting(Mount::target).containsExactly(staging, elsewhere);

        mounts.unmount(staging);
        assertThat(mounts.showing(device.path())).extracting(Mount::target).containsExactly(elsewhere);
        mounts.unmount(elsewhere);
        assertThat(mounts.showing(device.path())).isEmpty();
    }

    @Test
    void knowsWhetherMountsArePropagated() {
        Path target = POOL.mountpoint();
        mounts.bind(target, target, false);
        POOL.run("mount", "--make-private", target.toString());
        assertThat(mounts.isShared(target)).isFalse();

        POOL.run("mount", "--make-shared", target.toString());

        assertThat(mounts.isShared(target)).isTrue();
        assertThat(byTable.isShared(target)).isTrue();
    }

    @Test
    void mountsAReflinkedXfsBesideItsSource() throws IOException {
        LoopDevice device = formatted(FilesystemType.XFS);
        clonesAndMountsBoth(device, "xfs", List.of("nouuid"));
    }

    @Test
    void mountsAReflinkedExt4BesideItsSource() throws IOException {
        LoopDevice device = formatted(FilesystemType.EXT4);
        clonesAndMountsBoth(device, "ext4", List.of());
    }

    @Test
    void mountsAReflinkedBtrfsBesideItsSource() throws IOException {
        LoopDevice device = formatted(FilesystemType.BTRFS);
        clonesAndMountsBoth(device, "btrfs", List.of());
    }

    /** The kernel remembers btrfs devices that are long unmounted, by their number. */
    @Test
    void mountsABtrfsCloneOnANumberThatCarriedAnotherBtrfs() throws IOException {
        LoopDevice source = formatted(FilesystemType.BTRFS);
        LoopDevice other = formatted(FilesystemType.BTRFS);
        Path otherTarget = POOL.mountpoint();
        mounts.mount(other.path(), otherTarget, "btrfs", List.of());
        mounts.bind(otherTarget, POOL.mountpoint(), false);
        mounts.unmount(otherTarget);
        POOL.run("umount", other.path().toString());
        loops.detach(other);

        Path target = POOL.mountpoint();
        mounts.mount(source.path(), target, "btrfs", List.of());
        filesystems.sync(target);
        LoopDevice clone = LoopNumbers.attachAt(other.number(), loops, () -> {
            Path image = POOL.fresh("clone");
            files.cloneFile(backingFile(source), image);
            return image;
        });

        Path beside = POOL.mountpoint();
        mounts.mount(clone.path(), beside, "btrfs", List.of());
        assertThat(mounts.at(beside).orElseThrow().shows(clone.path())).isTrue();
    }

    @Test
    void mountsAnOlderBtrfsSnapshotWhileItsSourceIsIdle() throws IOException {
        LoopDevice source = formatted(FilesystemType.BTRFS);
        Path snapshot = POOL.fresh("snapshot");
        files.cloneFile(backingFile(source), snapshot);
        Path target = POOL.mountpoint();
        mounts.mount(source.path(), target, "btrfs", List.of());
        Files.writeString(target.resolve("file"), "later");
        filesystems.sync(target);
        mounts.unmount(target);

        LoopDevice restored = loops.attach(snapshot, false);
        mounts.mount(restored.path(), target, "btrfs", List.of());

        assertThat(target.resolve("file")).doesNotExist();
    }

    /** Also what the sector size is about: mounted before the first reflink, and again after it. */
    private void clonesAndMountsBoth(LoopDevice device, String type, List<String> options) throws IOException {
        Path image = backingFile(device);
        Path original = POOL.mountpoint();
        Path restored = POOL.mountpoint();
        mounts.mount(device.path(), original, type, options);
        Files.writeString(original.resolve("file"), "before");
        filesystems.sync(original);
        Path clone = POOL.fresh("clone");

        files.cloneFile(image, clone);
        LoopDevice cloned = loops.attach(clone, false);
        mounts.mount(cloned.path(), restored, type, options);
        Files.writeString(original.resolve("file"), "after");

        assertThat(restored.resolve("file")).hasContent("before");
        assertThat(original.resolve("file")).hasContent("after");
        assertThat(mounts.at(restored).orElseThrow().shows(cloned.path())).isTrue();
        assertThat(mounts.at(original).orElseThrow().shows(device.path())).isTrue();
        mounts.unmount(restored);
        mounts.unmount(original);
        loops.detach(device);
        LoopDevice again = loops.attach(image, false);
        mounts.mount(again.path(), original, type, options);
        assertThat(original.resolve("file")).hasContent("after");
    }
}
