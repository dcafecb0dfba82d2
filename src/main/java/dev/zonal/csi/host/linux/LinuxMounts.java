package dev.zonal.csi.host.linux;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.host.Mounts;
import dev.zonal.csi.model.FilesystemType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The mounts of this process's mount namespace, by system calls. */
final class LinuxMounts implements Mounts {
    private static final Path TABLE = Path.of("/proc/self/mountinfo");

    private static final String BTRFS = FilesystemType.BTRFS.word();

    private final boolean askAboutOne;

    LinuxMounts() {
        this(true);
    }

    /**
     * @param askAboutOne false reads the whole table for every question, as on kernels without statmount(2)
     */
    LinuxMounts(boolean askAboutOne) {
        this.askAboutOne = askAboutOne;
    }

    @Override
    public void mount(Path device, Path target, String filesystem, List<String> options) {
        if (filesystem.equals(BTRFS)) {
            BtrfsRegistry.forget(device);
        }
        MountCalls.mount(device, target, filesystem, MountArguments.of(options));
    }

    /**
     * The mount is made read-only (mount_setattr(2), Linux 5.12) before it appears at the target, so there is no moment,
     * nor a crash, that leaves it writable there.
     */
    @Override
    public void bind(Path source, Path target, boolean readOnly) {
        try (Descriptor tree = MountCalls.copyOf(source)) {
            if (readOnly) {
                MountCalls.makeReadOnly(tree);
            }
            MountCalls.place(tree, target);
        }
    }

    @Override
    public void unmount(Path target) {
        Optional<Path> ofBtrfs = isOnNoDevice(target)
                ? at(target).filter(mount -> mount.filesystem().equals(BTRFS)).map(mount -> Path.of(mount.source()))
                : Optional.empty();
        MountCalls.unmount(target);
        ofBtrfs.ifPresent(BtrfsRegistry::forget);
    }

    @Override
    public void unmountLazily(Path target) {
        MountCalls.unmountLazily(target);
    }

    /** Whether its filesystem has a number of its own and not that of a device, as a btrfs, which may stand on many. */
    private static boolean isOnNoDevice(Path target) {
        Statx here = Statx.of(target, Statx.BASIC);
        return here.error() != 0 || DeviceNumber.isNone(here.status().identity().device());
    }

    @Override
    public Optional<Mount> at(Path target) {
        Statx here = Statx.of(target, Statx.BASIC | Statx.UNIQUE_MOUNT_ID);
        if (Syscall.failed(here.error(), Errno.ENOENT) || Syscall.failed(here.error(), Errno.ENOTDIR)) {
            return Optional.empty();
        }
        if (here.error() != 0) {
            // A filesystem that has shut itself down answers EIO for its root and is still mounted.
            return table().at(resolvedParent(target)).map(MountInfo.Entry::mount);
        }
        if (!here.isMountRoot()) {
            return Optional.empty();
        }
        return byUniqueId(here).or(() -> byTable(target, Statx::isMountRoot)).map(MountInfo.Entry::mount);
    }

    @Override
    public List<Mount> showing(Path device) {
        Statx statx = Statx.of(device, Statx.BASIC);
        long number = statx.error() == 0 ? statx.status().deviceNumber() : 0;
        Optional<List<Mount>> asked = askAboutOne ? DeviceMounts.showing(device, number) : Optional.empty();
        return asked.orElseGet(() -> table().showing(device, number));
    }

    @Override
    public boolean isShared(Path path) {
        Statx here = Statx.of(path, Statx.BASIC | Statx.UNIQUE_MOUNT_ID);
        Syscall.checked(() -> "stat " + path, here.error());
        return byUniqueId(here)
                .or(() -> byTable(path, _ -> true))
                .map(MountInfo.Entry::shared)
                .orElse(false);
    }

    /** Empty on kernels that can't be asked about one mount, and where the mount is gone by now. */
    private Optional<MountInfo.Entry> byUniqueId(Statx here) {
        return askAboutOne && here.has(Statx.UNIQUE_MOUNT_ID) ? KernelMount.of(here.mountId()) : Optional.empty();
    }

    /** The mount that the path is in now, looked up in the table. */
    private static Optional<MountInfo.Entry> byTable(Path path, Predicate<Statx> wanted) {
        Statx here = Statx.of(path, Statx.BASIC | Statx.MOUNT_ID);
        return here.error() == 0 && wanted.test(here) ? table().withId(here.mountId()) : Optional.empty();
    }

    private static Path resolvedParent(Path target) {
        Path parent = target.getParent();
        return parent == null ? target : PathCalls.resolve(parent).resolve(target.getFileName());
    }

    private static MountInfo table() {
        try {
            return MountInfo.parse(new String(Files.readAllBytes(TABLE), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new HostException("read " + TABLE, Errno.EIO, String.valueOf(unreadable.getMessage()));
        }
    }
}
