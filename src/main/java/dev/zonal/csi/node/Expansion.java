package dev.zonal.csi.node;

import dev.zonal.csi.backend.VolumeDevices;
import dev.zonal.csi.concurrent.Claim;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Filesystems;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.host.Mounts;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.CapacityRange;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.Sizing;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * NodeExpandVolume: the device follows the volume's size, and the filesystem the device. Where the controller was not
 * asked before, as with a driver that offers expansion on the node alone, the volume itself is made larger first.
 */
public final class Expansion {
    private static final Logger LOG = LoggerFactory.getLogger(Expansion.class);

    private final VolumeDevices devices;
    private final Filesystems filesystems;
    private final Mounts mounts;
    private final TargetPaths paths;
    private final Operations operations;

    public Expansion(
            VolumeDevices devices, Filesystems filesystems, Mounts mounts, TargetPaths paths, Operations operations) {
        this.devices = devices;
        this.filesystems = filesystems;
        this.mounts = mounts;
        this.paths = paths;
        this.operations = operations;
    }

    /**
     * Makes the volume, its device and its filesystem as large as asked. A filesystem that can't grow while it is mounted
     * is left to the next stage, with a warning in the log: a mounted ext4 that the kernel does not let this process
     * grow, and one that is mounted read-only everywhere.
     *
     * @param volumePath where the volume is staged or published; a raw device that is staged is nowhere mounted
     * @return the capacity that the volume has now
     */
    public ByteSize expand(VolumeId id, Path volumePath, CapacityRange range) {
        return operations.run(id.home(), List.of(Claim.exclusive(id)), () -> {
            devices.requireUsable(id);
            Volume volume = devices.volume(id).orElseThrow(() -> Staging.notFound(id));
            VolumeMounts shown = VolumeMounts.of(id, devices, mounts);
            if (shown.at(paths.checked("volume_path", volumePath)).isEmpty() && !isStagedDevice(volume, shown)) {
                throw new StorageException.NotFound(
                        "volume " + id + " is neither staged nor published at '" + volumePath + "'");
            }
            ByteSize size = Sizing.IN_BLOCKS.ofExpanded(range, volume.capacity());
            // Without a wish it is what the controller has made of it, which a node need not know yet.
            if (size.isMoreThan(volume.capacity()) || range.required().isZero()) {
                size = devices.expandVolume(id, size).capacity();
            }
            devices.refreshSize(id);
            List<Mount> mounted = shown.ofFilesystem();
            if (!mounted.isEmpty()) {
                grow(id, mounted);
            }
            return size;
        });
    }

    private boolean isStagedDevice(Volume volume, VolumeMounts shown) {
        return volume.contents() instanceof Contents.Raw
                && devices.attached(volume.id(), false).isPresent()
                && shown.ofFilesystem().isEmpty();
    }

    /** Through a mount that takes writes, wherever that is: the path of the request may be a read-only one. */
    private void grow(VolumeId id, List<Mount> mounted) {
        Path device = devices.attached(id, false).orElseThrow(() -> Staging.notFound(id));
        mounted.stream()
                .filter(mount -> !mount.readOnly() && !mount.hasStopped())
                .findFirst()
                .ifPresentOrElse(
                        mount -> FilesystemType.ofWord(mount.filesystem())
                                .ifPresent(type -> grow(id, mount, device, type)),
                        () -> leaveToTheNextStage(id, "it is mounted read-only"));
    }

    private void grow(VolumeId id, Mount mount, Path device, FilesystemType type) {
        try {
            filesystems.growMounted(mount.target(), device, type);
        } catch (HostException refused) {
            if (!refused.is(Errno.EPERM)) {
                throw refused;
            }
            leaveToTheNextStage(
                    id,
                    "the kernel lets only a process with CAP_SYS_RESOURCE grow a mounted " + type
                            + ", and this one does not have it");
        }
    }

    /**
     * The volume and its device have grown, and nothing can be retried from here: kubelet would only ask again for as
     * long as the workload runs. So it is said once.
     */
    private static void leaveToTheNextStage(VolumeId id, String reason) {
        LOG.atWarn()
                .addKeyValue("volume", id)
                .log(reason
                        + "; the device has its new size, and the filesystem follows when the volume is staged next");
    }
}
