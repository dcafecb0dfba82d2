package dev.zonal.csi.backend.local.pool;

import static java.util.Objects.requireNonNull;

import dev.zonal.csi.backend.local.volume.VolumeLimits;
import dev.zonal.csi.concurrent.RollBack;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileIdentity;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.ProbeResult;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file as the ground of a pool, through a loop device.
 *
 * <p>One XFS mounted through two devices destroys itself. So the lock of the file comes before any device, and a
 * device that stands over the file already is the one that is used.
 */
public final class BackingFile {
    private static final Logger LOG = LoggerFactory.getLogger(BackingFile.class);

    /** No filesystem grows into less. */
    private static final ByteSize SHORTEST_TAIL = ByteSize.ofMebibytes(16);

    private final Host host;
    private final BackingDisk disk;

    public BackingFile(Host host, BackingDisk disk) {
        this.host = host;
        this.disk = disk;
    }

    /** A file that is there; returns where it is mounted. */
    Path open(PoolSpec spec, Path file, Holdings held) {
        lock(spec, file, held);
        grow(spec, file);
        return mount(spec, file, held);
    }

    /** Makes the file under another name first: one that stands under its own name is whole. */
    public Path make(PoolSpec spec, Path file, Holdings held) {
        ByteSize size = sizeOf(spec, file);
        Path making = file.resolveSibling("." + file.getFileName() + ".zonal-making");
        lock(spec, making, held);
        RollBack.attempt(undo -> {
            undo.add(() -> host.files().deleteFile(making));
            undo.add(() -> release(making));
            // What stands there now is empty, or was left by a crash.
            release(making);
            host.files().resize(making, ByteSize.ZERO);
            host.files().resize(making, size);
            if (!spec.sparse()) {
                allocate(spec, file, making, size);
            }
            LoopDevice device = host.loops().attach(making, false);
            host.filesystems().format(device.path(), FilesystemType.XFS, BackingDisk.MKFS_OPTIONS);
            host.loops().detach(device);
            host.files().sync(making);
            host.files().rename(making, file);
        });
        return mount(spec, file, held);
    }

    /** A pool whose blocks are all there can't be filled up by what others write to the host's filesystem. */
    private void allocate(PoolSpec spec, Path file, Path making, ByteSize size) {
        try {
            host.files().allocate(making, size);
        } catch (HostException failure) {
            if (failure.is(Errno.ENOSPC) || failure.is(Errno.EDQUOT)) {
                throw Refusals.refused(
                        spec,
                        "the filesystem of " + file + " has no " + size
                                + " for it; give a smaller size, or have it made"
                                + " without its blocks (--pool-sparse " + spec.name() + ")",
                        failure);
            }
            if (failure.is(Errno.EOPNOTSUPP)) {
                throw Refusals.refused(
                        spec,
                        "the filesystem of " + file + " can't allocate a file before it is written; give another place,"
                                + " or have it made without its blocks (--pool-sparse " + spec.name() + ")",
                        failure);
            }
            throw failure;
        }
    }

    private void lock(PoolSpec spec, Path file, Holdings held) {
        FileTree.Lock lock = host.files().lock(file).orElseThrow(() -> Refusals.inUse(spec, file));
        held.add("the lock of " + file, lock::close);
    }

    private static ByteSize sizeOf(PoolSpec spec, Path file) {
        ByteSize size = spec.size()
                .orElseThrow(() -> Refusals.refused(
                        spec,
                        "there is nothing at " + file + "; make that directory, or give a size to have a file made"))
                .roundedDownTo(VolumeLimits.UNIT_BYTES);
        if (FilesystemType.XFS.minimumSize().isMoreThan(size)) {
            throw Refusals.refused(
                    spec, "a pool of " + size + " is too small; it needs " + FilesystemType.XFS.minimumSize());
        }
        return size;
    }

    /** Makes the file as large as is asked for now; its filesystem follows once it is mounted. */
    private void grow(PoolSpec spec, Path file) {
        ByteSize before =
                ByteSize.ofBytes(host.files().status(file).orElseThrow().sizeBytes());
        ByteSize asked = spec.size()
                .map(size -> size.roundedDownTo(VolumeLimits.UNIT_BYTES))
                .orElse(before);
        if (before.isMoreThan(asked)) {
            throw Refusals.refused(
                    spec,
                    file + " has " + before + ", and a size of " + asked
                            + " is asked for; a pool is never made smaller:"
                            + " name at least its size, or leave the size out");
        }
        if (asked.isMoreThan(before)) {
            LOG.atInfo()
                    .addKeyValue("pool", spec.name())
                    .addKeyValue("from", before)
                    .addKeyValue("to", asked)
                    .log("growing the file of a pool");
            boolean holes = hasHoles(file);
            host.files().resize(file, asked);
            if (!holes && !spec.sparse()) {
                allocate(spec, file, file, asked);
            }
            host.files().sync(file);
        }
    }

    private void release(Path making) {
        host.loops().find(identity(making), false).ifPresent(host.loops()::detach);
    }

    private Path mount(PoolSpec spec, Path file, Holdings held) {
        // The name may be as young as this call, or its maker was killed before it had synced it: without it, nothing
        // that is stored from here on would survive.
        host.files().sync(requireNonNull(file.getParent()));
        FileIdentity identity = identity(file);
        refuseReadOnlyMount(spec, file, identity);
        LoopDevice device =
                host.loops().find(identity, false).orElseGet(() -> host.loops().attach(file, false));
        held.add("the device " + device.path(), () -> detachUnused(device));
        ProbeResult probed = host.filesystems().probe(device.path());
        FilesystemType type = BackingDisk.poolFilesystem(probed)
                .orElseThrow(() -> Refusals.refused(
                        spec,
                        file + " exists and carries " + BackingDisk.describe(probed)
                                + ", no XFS or btrfs; give another path, or remove the file to have it made"));
        Path mountpoint = disk.mount(spec, file, device.path(), type, discards(spec, file, type), held);
        growFilesystem(device, mountpoint, type);
        return mountpoint;
    }

    /** Also after a start that was cut off when the file had grown and its filesystem had not. */
    private void growFilesystem(LoopDevice device, Path mountpoint, FilesystemType type) {
        host.loops().refreshSize(device);
        if (host.filesystems().probe(device.path()) instanceof ProbeResult.Filesystem found
                && host.filesystems()
                        .deviceSize(device.path())
                        .minusOrZero(found.size())
                        .isMoreThan(SHORTEST_TAIL)) {
            host.filesystems().growMounted(mountpoint, device.path(), type);
        }
    }

    /** What is freed in a file with holes becomes a hole again; one that has all its blocks keeps them. */
    private List<String> discards(PoolSpec spec, Path file, FilesystemType type) {
        boolean holes = hasHoles(file);
        if (holes && !spec.sparse()) {
            LOG.atWarn()
                    .addKeyValue("pool", spec.name())
                    .addKeyValue("path", file)
                    .log(
                            "the pool's file has holes: it offers no more than the host's filesystem has free; fallocate(1)"
                                    + " gives it its blocks, --pool-sparse says that it is meant so");
        }
        if (holes || spec.sparse()) {
            return List.of("discard");
        }
        return type == FilesystemType.BTRFS ? List.of("nodiscard") : List.of();
    }

    private boolean hasHoles(Path file) {
        FileStatus status = host.files().status(file).orElseThrow();
        return status.allocatedBytes() < status.sizeBytes();
    }

    private void refuseReadOnlyMount(PoolSpec spec, Path file, FileIdentity identity) {
        host.loops()
                .find(identity, true)
                .filter(device -> !host.mounts().showing(device.path()).isEmpty())
                .ifPresent(device -> {
                    throw Refusals.refused(
                            spec, file + " is mounted read-only through " + device.path() + "; unmount it first");
                });
    }

    /** Somebody else may have mounted the same device elsewhere. */
    private void detachUnused(LoopDevice device) {
        if (host.mounts().showing(device.path()).isEmpty()) {
            host.loops().detach(device);
        }
    }

    private FileIdentity identity(Path file) {
        return host.files().status(file).orElseThrow().identity();
    }
}
