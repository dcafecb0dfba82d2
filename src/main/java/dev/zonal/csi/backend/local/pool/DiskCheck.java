package dev.zonal.csi.backend.local.pool;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileIdentity;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The health check of a pool's disk, found out by using it: a small file is written, synced and removed. Whether the
 * pool's filesystem is still the one that is mounted there is looked at too: below an empty mountpoint another disk would
 * answer in its place.
 */
final class DiskCheck {
    /** A full disk is no sick one. */
    private static final Set<Errno> FULL = Set.of(Errno.ENOSPC, Errno.EDQUOT);

    /** What a filesystem answers whose disk fails, was taken out, or that has shut itself down. */
    private static final Set<Errno> DISK_FAILS = Set.of(
            Errno.EIO,
            Errno.ENXIO,
            Errno.ENODEV,
            Errno.EROFS,
            Errno.ESHUTDOWN,
            Errno.ETIMEDOUT,
            Errno.EUCLEAN,
            Errno.EREMOTEIO,
            Errno.ENOMEDIUM);

    private static final byte[] CONTENT = {'z'};

    private final FileTree files;
    private final Path root;
    private final Path file;
    private final Optional<FileIdentity> opened;
    private final ReentrantLock checking = new ReentrantLock();

    DiskCheck(FileTree files, Path root) {
        this.files = files;
        this.root = root;
        this.file = root.resolve("disk-check");
        this.opened = identity();
    }

    /** Whether an operation failed in a way in which it would on a disk that fails. */
    static boolean mayBeOfDisk(HostException failure) {
        return DISK_FAILS.contains(failure.errno());
    }

    /** @throws HostException where the disk fails */
    void check() {
        checking.lock();
        try {
            useIt();
        } finally {
            checking.unlock();
        }
    }

    private void useIt() {
        if (!identity().equals(opened)) {
            throw new HostException(
                    "look at " + root, Errno.ENODEV, "the pool's filesystem is not mounted there any more");
        }
        clear();
        try {
            files.createFile(file, CONTENT);
            files.sync(file);
        } catch (HostException failure) {
            if (!FULL.contains(failure.errno())) {
                throw failure;
            }
        }
        clear();
    }

    private void clear() {
        if (files.status(file).isPresent()) {
            files.deleteFile(file);
        }
    }

    private Optional<FileIdentity> identity() {
        return files.status(root).map(FileStatus::identity);
    }
}
