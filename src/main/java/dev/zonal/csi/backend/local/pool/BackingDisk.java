package dev.zonal.csi.backend.local.pool;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.LoopFile;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.host.ProbeResult;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.StorageException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** A block device as the ground of a pool: formatted where it is blank, and mounted in the run directory. */
final class BackingDisk {
    static final List<String> MKFS_OPTIONS = List.of("-m", "reflink=1");

    private static final Logger LOG = LoggerFactory.getLogger(BackingDisk.class);

    private final Host host;
    private final Path mountpoints;

    /** @param run where the driver keeps what belongs to one run of the machine */
    BackingDisk(Host host, Path run) {
        this.host = host;
        this.mountpoints = run.resolve("pools");
    }

    /** A disk that the operator gave; returns where it is mounted. */
    Path open(PoolSpec spec, Path device, Holdings held) {
        FileTree.Lock lock = host.files().lock(device).orElseThrow(() -> Refusals.inUse(spec, device));
        held.add("the lock of " + device, lock::close);
        return mount(spec, device, device, formatted(spec, device), List.of(), held);
    }

    private FilesystemType formatted(PoolSpec spec, Path device) {
        Optional<FilesystemType> found = poolFilesystem(host.filesystems().probe(device));
        if (found.isPresent()) {
            return found.get();
        }
        ProbeResult probed = host.filesystems().probe(device);
        boolean blank = probed instanceof ProbeResult.Blank;
        if (!blank) {
            requireGivenUp(spec, device, probed);
        }
        List<Mount> mounts = host.mounts().showing(device);
        if (!mounts.isEmpty()) {
            throw Refusals.refused(
                    spec, device + " is mounted at " + mounts.getFirst().target());
        }
        LOG.atLevel(blank ? Level.INFO : Level.WARN)
                .addKeyValue("pool", spec.name())
                .addKeyValue("device", device)
                .addKeyValue("carried", describe(probed))
                .log("formatting the disk of a pool");
        host.filesystems().format(device, FilesystemType.XFS, MKFS_OPTIONS);
        return FilesystemType.XFS;
    }

    /**
     * A permission holds for what the device carries, not for its name: it ends with the mkfs that it permits, and never
     * meets another disk that comes to bear the name.
     */
    private void requireGivenUp(PoolSpec spec, Path device, ProbeResult probed) {
        String content = host.filesystems().fingerprint(device);
        if (!spec.givenUp().contains(content)) {
            throw Refusals.refused(
                    spec,
                    device + " is not blank: it carries " + describe(probed)
                            + "; if nothing of that is needed, start once with --pool-format-device " + spec.path()
                            + "=" + content);
        }
    }

    /** The type, where it is one that a pool can stand on. */
    static Optional<FilesystemType> poolFilesystem(ProbeResult probed) {
        return switch (probed) {
            case ProbeResult.Filesystem(var type, var size, var needsRepair) ->
                Optional.of(type).filter(found -> found != FilesystemType.EXT4);
            case ProbeResult.Blank blank -> Optional.empty();
            case ProbeResult.Foreign foreign -> Optional.empty();
        };
    }

    static String describe(ProbeResult probed) {
        return switch (probed) {
            case ProbeResult.Filesystem(var type, var size, var needsRepair) -> "an " + type + " filesystem";
            case ProbeResult.Blank blank -> "nothing";
            case ProbeResult.Foreign(var what) -> what;
        };
    }

    /**
     * Makes sure that the pool's filesystem is mounted at the one place that is made from its name and real path.
     *
     * @param path what the operator gave: the file, or the device itself
     * @param discards what becomes of freed blocks, as options of the mount
     */
    Path mount(PoolSpec spec, Path path, Path device, FilesystemType type, List<String> discards, Holdings held) {
        Path target = mountpoints.resolve(spec.name() + "-" + shortHash(path));
        Optional<Mount> standing = host.mounts().at(target);
        if (standing.filter(mount -> mount.shows(device)).isPresent()) {
            held.add("the mount at " + target, () -> unmount(target));
            return target;
        }
        standing.ifPresent(mount -> clear(spec, path, target, mount));
        host.files().createDirectories(target);
        // XFS refuses a second filesystem with one id: two pools may be copies of one disk.
        List<String> options = new ArrayList<>(type == FilesystemType.XFS ? List.of("nouuid") : List.of());
        options.addAll(discards);
        try {
            host.mounts().mount(device, target, type.word(), options);
        } catch (HostException failure) {
            throw Refusals.unavailable(
                    spec,
                    "its filesystem on " + path + " does not mount (" + failure.getMessage()
                            + "); check it with xfs_repair or btrfs check, or, where its first formatting was cut off and nothing"
                            + " is on it, wipe it with wipefs -a",
                    failure);
        }
        held.add("the mount at " + target, () -> unmount(target));
        return target;
    }

    /**
     * What was mounted from a file that was replaced since goes, once nothing uses it; what else stands there stays. The
     * device is detached while it is mounted and goes with the mount, so that a crash in between leaves none behind.
     */
    private void clear(PoolSpec spec, Path path, Path target, Mount standing) {
        String taken = target + " is taken by a mount of " + standing.source();
        LoopFile replaced = host.loops().files().stream()
                .filter(loop -> loop.device().toString().equals(standing.source()) && isRemoved(path, loop))
                .findFirst()
                .orElseThrow(() -> Refusals.refused(spec, taken + "; unmount that first"));
        if (isInUse(target)) {
            throw stillUsed(spec, path, taken);
        }
        host.loops().detach(replaced);
        if (!isUnmounted(target)) {
            throw stillUsed(spec, path, taken);
        }
    }

    private static StorageException stillUsed(PoolSpec spec, Path path, String taken) {
        return Refusals.unavailable(
                spec,
                taken + ", from the file that stood at " + path + " before; it goes when nothing uses it any more");
    }

    private static boolean isRemoved(Path path, LoopFile loop) {
        return loop.file().endsWith(path.getFileName() + " (deleted)");
    }

    private boolean isUnmounted(Path target) {
        try {
            host.mounts().unmount(target);
            return true;
        } catch (HostException busy) {
            if (busy.is(Errno.EBUSY)) {
                return false;
            }
            throw busy;
        }
    }

    private void unmount(Path target) {
        if (isInUse(target) || !isUnmounted(target)) {
            LOG.atInfo().addKeyValue("path", target).log("the pool has volumes in use and stays mounted");
            return;
        }
        host.files().deleteDirectory(target);
    }

    /**
     * Whether a loop device stands over a file of the pool. The kernel refuses the unmount for those devices alone that
     * were attached through this very mount, and not for those of a driver that had the pool mounted for itself, as one
     * in another container had.
     */
    private boolean isInUse(Path target) {
        try {
            long filesystem =
                    host.files().status(target).orElseThrow().identity().device();
            return host.loops().files().stream()
                    .anyMatch(loop -> loop.filesystem().orElse(0) == filesystem);
        } catch (HostException dead) {
            LOG.atWarn().addKeyValue("path", target).setCause(dead).log("the pool's filesystem does not answer");
            return false;
        }
    }

    /** Tells pools of one name apart that stand in different places. */
    private static String shortHash(Path path) {
        CRC32C hash = new CRC32C();
        hash.update(path.toString().getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", hash.getValue());
    }
}
