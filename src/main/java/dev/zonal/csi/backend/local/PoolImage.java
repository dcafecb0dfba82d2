package dev.zonal.csi.backend.local;

import static java.util.Objects.requireNonNull;

import dev.zonal.csi.concurrent.RollBack;
import dev.zonal.csi.host.FileIdentity;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.ProbeResult;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file as the ground of a pool, through a loop device.
 *
 * <p>One XFS mounted through two devices destroys itself. So the lock of the file comes before any device, and a
 * device that stands over the file already is the one that is used.
 */
final class PoolImage {
    private final Host host;
    private final PoolDisk disk;

    PoolImage(Host host, PoolDisk disk) {
        this.host = host;
        this.disk = disk;
    }

    Ground open(PoolSpec spec, Path file) {
        return RollBack.onFailure(undo -> {
            FileTree.Lock lock = host.files().lock(file).orElseThrow(() -> Refusals.inUse(spec, file));
            undo.add(lock::close);
            return mount(spec, file, lock);
        });
    }

    /** Makes the file under another name first: one that stands under its own name is whole. */
    Ground make(PoolSpec spec, Path file) {
        ByteSize size = sizeOf(spec, file);
        Path making = file.resolveSibling(file.getFileName() + ".making");
        return RollBack.onFailure(undo -> {
            FileTree.Lock lock = host.files().lock(making).orElseThrow(() -> Refusals.inUse(spec, making));
            undo.add(lock::close);
            // What stands there now was left by a crash, or is empty.
            undo.add(() -> host.files().deleteFile(making));
            host.loops().find(identity(making), false).ifPresent(host.loops()::detach);
            host.files().resize(making, ByteSize.ZERO);
            host.files().resize(making, size);
            format(making);
            host.files().sync(making);
            host.files().rename(making, file);
            undo.add(() -> host.files().rename(file, making));
            host.files().sync(requireNonNull(file.getParent()));
            return mount(spec, file, lock);
        });
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

    private void format(Path making) {
        LoopDevice device = host.loops().attach(making, false);
        try {
            host.filesystems().format(device.path(), FilesystemType.XFS, PoolDisk.MKFS_OPTIONS);
        } finally {
            host.loops().detach(device);
        }
    }

    private Ground mount(PoolSpec spec, Path file, FileTree.Lock lock) {
        FileIdentity identity = identity(file);
        refuseReadOnlyMount(spec, file, identity);
        Optional<LoopDevice> standing = host.loops().find(identity, false);
        LoopDevice device = standing.orElseGet(() -> host.loops().attach(file, false));
        return RollBack.onFailure(undo -> {
            undo.add(() -> detachUnused(device));
            ProbeResult probed = host.filesystems().probe(device.path());
            FilesystemType type = PoolDisk.poolFilesystem(probed)
                    .orElseThrow(() -> Refusals.refused(
                            spec,
                            file + " exists and carries " + PoolDisk.describe(probed)
                                    + ", no XFS or btrfs; give another path, or remove the file to have it made"));
            Path root = disk.mount(spec, file, device.path(), type);
            return new Ground(root, () -> {
                if (disk.unmount(root)) {
                    detachUnused(device);
                }
                lock.close();
            });
        });
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
