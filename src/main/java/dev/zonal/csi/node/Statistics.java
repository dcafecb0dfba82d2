package dev.zonal.csi.node;

import dev.zonal.csi.backend.VolumeDevices;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Filesystems;
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
        // No claim: kubelet asks often, and an answer from the middle of an operation harms nobody.
        return operations.run(() -> {
            List<Path> attached = devices.attached(id);
            Mount mount = mounts.at(volumePath)
                    .filter(found -> attached.stream().anyMatch(found::shows))
                    .orElseThrow(() -> new StorageException.NotFound(
                            "volume " + id + " is neither staged nor published at '" + volumePath + "'"));
            return mount.root().equals("/") ? ofFilesystem(mount) : ofDevice(attached.getFirst());
        });
    }

    private VolumeStatistics ofFilesystem(Mount mount) {
        SpaceUsage usage = files.space(mount.target());
        return new VolumeStatistics(
                ByteSize.ofBytes(usage.totalBytes()),
                ByteSize.ofBytes(usage.totalBytes() - usage.freeBytes()),
                ByteSize.ofBytes(usage.availableBytes()),
                usage.inodes(),
                usage.inodes() - usage.freeInodes(),
                usage.freeInodes(),
                false,
                wentReadOnly(mount));
    }

    private VolumeStatistics ofDevice(Path device) {
        ByteSize total = filesystems.deviceSize(device);
        return new VolumeStatistics(total, ByteSize.ZERO, ByteSize.ZERO, 0, 0, 0, true, Optional.empty());
    }

    /** The mount still allows writes, and the filesystem below it does not any more: it stopped on an error. */
    private static Optional<String> wentReadOnly(Mount mount) {
        return mount.options().contains("rw") && mount.options().contains("ro")
                ? Optional.of(
                        "the filesystem stopped on an error and is read-only; see the kernel's log, then unpublish"
                                + " and stage the volume again")
                : Optional.empty();
    }
}
