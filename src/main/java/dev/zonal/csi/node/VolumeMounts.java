package dev.zonal.csi.node;

import dev.zonal.csi.backend.VolumeDevices;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.host.Mounts;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which mounts show a volume: asked of the kernel each time, because others mount and unmount too. */
final class VolumeMounts {
    private final VolumeDevices devices;
    private final Mounts mounts;

    VolumeMounts(VolumeDevices devices, Mounts mounts) {
        this.devices = devices;
        this.mounts = mounts;
    }

    /**
     * The mount at that path, where it shows the volume; empty where nothing is mounted there.
     *
     * @throws StorageException.FailedPrecondition where something else is mounted there
     */
    Optional<Mount> at(VolumeId volume, Path target) {
        Optional<Mount> mount = mounts.at(target);
        if (mount.isPresent() && !shows(volume, mount.get())) {
            throw new StorageException.FailedPrecondition(
                    "'" + target + "' holds a mount of " + mount.get().source()
                            + " (" + mount.get().filesystem() + "), which is not volume " + volume
                            + "; it is left alone: find out whose it is");
        }
        return mount;
    }

    /** Every mount of the volume, staged and published. */
    List<Mount> all(VolumeId volume) {
        return devices.attached(volume).stream()
                .flatMap(device -> mounts.showing(device).stream())
                .toList();
    }

    /** Takes away every mount of the volume at that path, however many are stacked there. */
    void unmount(VolumeId volume, Path target) {
        while (at(volume, target).isPresent()) {
            mounts.unmount(target);
        }
    }

    private boolean shows(VolumeId volume, Mount mount) {
        List<Path> attached = devices.attached(volume);
        if (attached.isEmpty()) {
            // The volume is no device here any more (it vanished, or was deleted): its mount stays behind as that of a
            // loop device, and taking it away is what the caller wants.
            return mount.source().startsWith("/dev/loop") || mount.root().startsWith("/loop");
        }
        return attached.stream().anyMatch(mount::shows);
    }
}
