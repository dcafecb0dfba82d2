package dev.zonal.csi.node;

import dev.zonal.csi.backend.StorageBackend;
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
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.Sizing;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;

/**
 * NodeExpandVolume: the device follows the volume's size, and the filesystem the device. Where the controller was not
 * asked before, as with a driver that offers expansion on the node alone, the volume itself is made larger first.
 */
public final class Expansion {
    private final StorageBackend backend;
    private final VolumeDevices devices;
    private final Filesystems filesystems;
    private final VolumeMounts volumeMounts;
    private final TargetPaths paths;
    private final Operations operations;

    public Expansion(
            StorageBackend backend,
            VolumeDevices devices,
            Filesystems filesystems,
            Mounts mounts,
            TargetPaths paths,
            Operations operations) {
        this.backend = backend;
        this.devices = devices;
        this.filesystems = filesystems;
        this.volumeMounts = new VolumeMounts(devices, mounts);
        this.paths = paths;
        this.operations = operations;
    }

    /**
     * @param volumePath where the volume is staged or published
     * @return the capacity that the volume has now
     */
    public ByteSize expand(VolumeId id, Path volumePath, CapacityRange range) {
        return operations.run(List.of(Claim.exclusive(id)), () -> {
            Volume volume = devices.volume(id).orElseThrow(() -> Staging.notFound(id));
            Mount mount = volumeMounts
                    .at(id, paths.checked("volume_path", volumePath))
                    .orElseThrow(() -> new StorageException.NotFound(
                            "volume " + id + " is neither staged nor published at '" + volumePath + "'"));
            ByteSize size = Sizing.ofExpanded(range, volume.capacity());
            if (size.isMoreThan(volume.capacity())) {
                backend.expandVolume(id, size);
            }
            devices.refreshSize(id);
            FilesystemType.ofWord(mount.filesystem()).ifPresent(type -> grow(id, mount, type));
            return size;
        });
    }

    private void grow(VolumeId id, Mount mount, FilesystemType type) {
        Path device = devices.attached(id, false).orElseThrow(() -> Staging.notFound(id));
        try {
            filesystems.growMounted(mount.target(), device, type);
        } catch (HostException refused) {
            if (!refused.is(Errno.EPERM)) {
                throw refused;
            }
            throw new StorageException.FailedPrecondition(
                    "the kernel lets only a process with CAP_SYS_RESOURCE grow a mounted " + type
                            + ", and this one has it not; volume " + id
                            + " has its new size, and its filesystem grows when it is staged next",
                    refused);
        }
    }
}
