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
            throw foreign(volume, mount.get());
        }
        return mount;
    }

    /** Every mount of the volume, staged and published. */
    List<Mount> all(VolumeId volume) {
        return devices.attached(volume).stream()
                .flatMap(device -> mounts.showing(device).stream())
                .toList();
    }

    /** Where the volume's filesystem is mounted, staged and published. */
    List<Mount> ofFilesystem(VolumeId volume) {
        return all(volume).stream().filter(mount -> !mount.isNode()).toList();
    }

    /** Where the volume is shown as a raw device. */
    List<Mount> ofDevice(VolumeId volume) {
        return all(volume).stream().filter(Mount::isNode).toList();
    }

    /**
     * Takes away every mount of the volume at that path, however many are stacked there.
     *
     * @throws StorageException.FailedPrecondition where something else is mounted there
     */
    void unmount(VolumeId volume, Path target) {
        for (Optional<Mount> mount = mounts.at(target); mount.isPresent(); mount = mounts.at(target)) {
            if (!shows(volume, mount.get()) && !isLeftBehind(volume, mount.get())) {
                throw foreign(volume, mount.get());
            }
            mounts.unmount(target);
        }
    }

    /** Also where the volume's device was given back already, and the kernel keeps it for this mount's sake. */
    private boolean shows(VolumeId volume, Mount mount) {
        return devices.attached(volume).stream().anyMatch(mount::shows)
                || mount.loopDevice()
                        .flatMap(devices::volumeOn)
                        .filter(volume::equals)
                        .isPresent();
    }

    /**
     * Whether it may be what the volume has left behind: of one that vanished, or was deleted, nothing remains but a
     * loop device that is no other volume's. Taking that away is what the caller wants.
     */
    private boolean isLeftBehind(VolumeId volume, Mount mount) {
        return devices.attached(volume).isEmpty()
                && mount.loopDevice()
                        .filter(device -> devices.volumeOn(device).isEmpty())
                        .isPresent();
    }

    private static StorageException.FailedPrecondition foreign(VolumeId volume, Mount mount) {
        return new StorageException.FailedPrecondition("'" + mount.target() + "' holds a mount of " + mount.source()
                + " (" + mount.filesystem() + "), which is not volume " + volume
                + "; it is left alone: find out whose it is");
    }
}
