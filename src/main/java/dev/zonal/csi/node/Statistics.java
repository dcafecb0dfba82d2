package dev.zonal.csi.node;

import dev.zonal.csi.backend.VolumeDevices;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Filesystems;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.host.Mounts;
import dev.zonal.csi.host.SpaceUsage;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** NodeGetVolumeStats: how full a volume is, and whether something is wrong with it. */
public final class Statistics {
    private static final String REMEDY = "see the kernel's log, then unpublish and stage the volume again";

    private final VolumeDevices devices;
    private final FileTree files;
    private final Filesystems filesystems;
    private final Mounts mounts;
    private final Operations operations;

    public Statistics(
            VolumeDevices devices, FileTree files, Filesystems filesystems, Mounts mounts, Operations operations) {
        this.devices = devices;
        this.files = files;
        this.filesystems = filesystems;
        this.mounts = mounts;
        this.operations = operations;
    }

    /**
     * @param volumePath where the volume is staged or published
     * @throws StorageException.NotFound where there is no such volume, or it is not at that path
     */
    public VolumeStatistics of(VolumeId id, Path volumePath) {
        if (devices.volume(id).isEmpty()) {
            throw Staging.notFound(id);
        }
        // No claim: kubelet asks often, and must not meet a volume that is busy for so little.
        if (!devices.isUsable(id)) {
            return operations.runWithoutDisk(id.home(), List.of(), () -> ofUnusable(id, volumePath));
        }
        return operations.run(id.home(), List.of(), () -> {
            try {
                return of(id, shown(id, volumePath));
            } finally {
                // What was seen while it was taken away, or put elsewhere, says nothing about the volume.
                shown(id, volumePath);
            }
        });
    }

    /** Of a disk that fails or hangs nothing is asked that it might have to answer. */
    private VolumeStatistics ofUnusable(VolumeId id, Path volumePath) {
        shown(id, volumePath);
        return withoutNumbers(devices.abnormal(id).orElse("its pool can't be used"));
    }

    /** A mount at the path, and the volume's device that it shows. */
    private record Shown(Mount mount, Path device) {}

    private Shown shown(VolumeId id, Path volumePath) {
        return at(volumePath)
                .flatMap(mount -> devices.attached(id).stream()
                        .filter(mount::shows)
                        .map(device -> new Shown(mount, device))
                        .findFirst())
                .orElseThrow(() -> new StorageException.NotFound(
                        "volume " + id + " is neither staged nor published at '" + volumePath + "'"));
    }

    private VolumeStatistics of(VolumeId id, Shown shown) {
        return shown.mount().isNode() ? ofDevice(id, shown.device()) : ofFilesystem(id, shown.mount());
    }

    /** The mount at the path itself, else at where it really is: kubelet's folder may lie behind a link. */
    private Optional<Mount> at(Path path) {
        if (!path.isAbsolute()) {
            return Optional.empty();
        }
        return mounts.at(path).or(() -> resolved(path).flatMap(mounts::at));
    }

    private Optional<Path> resolved(Path path) {
        try {
            return Optional.of(files.resolved(path));
        } catch (HostException nowhere) {
            return Optional.empty();
        }
    }

    private VolumeStatistics ofFilesystem(VolumeId id, Mount mount) {
        SpaceUsage usage;
        try {
            // An xfs that has shut itself down still tells its space, and nothing else.
            files.status(mount.target());
            usage = files.space(mount.target());
        } catch (HostException failed) {
            return withoutNumbers("the filesystem does not answer (" + failed.getMessage() + "); " + REMEDY);
        }
        return new VolumeStatistics(
                ByteSize.ofBytes(usage.totalBytes()),
                ByteSize.ofBytes(usage.totalBytes() - usage.freeBytes()),
                ByteSize.ofBytes(usage.availableBytes()),
                usage.inodes(),
                usage.inodes() - usage.freeInodes(),
                usage.freeInodes(),
                false,
                stopped(id, mount).or(() -> devices.abnormal(id)));
    }

    private static VolumeStatistics withoutNumbers(String abnormal) {
        return new VolumeStatistics(ByteSize.ZERO, ByteSize.ZERO, ByteSize.ZERO, 0, 0, 0, false, Optional.of(abnormal));
    }

    private VolumeStatistics ofDevice(VolumeId id, Path device) {
        ByteSize total = filesystems.deviceSize(device);
        return new VolumeStatistics(total, ByteSize.ZERO, ByteSize.ZERO, 0, 0, 0, true, devices.abnormal(id));
    }

    /** A mount for writing shows it itself, and a read-only one may not, while another mount of the volume does. */
    private Optional<String> stopped(VolumeId id, Mount mount) {
        boolean stopped = mount.hasStopped() || (!mount.madeForWriting() && anyHasStopped(id));
        return stopped
                ? Optional.of("the filesystem stopped on an error and takes no more writes; " + REMEDY)
                : Optional.empty();
    }

    private boolean anyHasStopped(VolumeId id) {
        return devices.attached(id).stream()
                .flatMap(device -> mounts.showing(device).stream())
                .anyMatch(Mount::hasStopped);
    }
}
