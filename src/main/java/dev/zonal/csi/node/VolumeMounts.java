package dev.zonal.csi.node;

import dev.zonal.csi.backend.VolumeDevices;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.host.Mounts;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which mounts show a volume: asked of the kernel each time, because others mount and unmount too. Which devices are the
 * volume's is asked once: only the driver itself attaches and detaches them, and not while its caller holds the volume.
 */
final class VolumeMounts {
    private final VolumeId volume;
    private final VolumeDevices devices;
    private final Mounts mounts;
    private final PatientRemoval removal;
    private @Nullable List<Path> attached;

    private VolumeMounts(VolumeId volume, VolumeDevices devices, Mounts mounts) {
        this.volume = volume;
        this.devices = devices;
        this.mounts = mounts;
        this.removal = new PatientRemoval(devices);
    }

    /** Those of one volume, for one request. */
    static VolumeMounts of(VolumeId volume, VolumeDevices devices, Mounts mounts) {
        return new VolumeMounts(volume, devices, mounts);
    }

    /**
     * The mount at that path, where it shows the volume; empty where nothing is mounted there.
     *
     * @throws StorageException.FailedPrecondition where something else is mounted there
     */
    Optional<Mount> at(Path target) {
        Optional<Mount> mount = mounts.at(target);
        if (mount.isPresent() && !shows(mount.get())) {
            throw foreign(mount.get());
        }
        return mount;
    }

    /** Every mount of the volume, staged and published. */
    List<Mount> all() {
        return attached().stream()
                .flatMap(device -> mounts.showing(device).stream())
                .toList();
    }

    /** Where the volume's filesystem is mounted, staged and published. */
    List<Mount> ofFilesystem() {
        return all().stream().filter(mount -> !mount.isNode()).toList();
    }

    /** @throws StorageException.FailedPrecondition where the volume's filesystem is mounted anywhere */
    void refuseFilesystem() {
        ofFilesystem().stream().findFirst().ifPresent(mount -> {
            throw new StorageException.FailedPrecondition("volume " + volume
                    + " is mounted with its filesystem at '" + mount.target()
                    + "', and a raw device beside that would destroy it; unstage it there first");
        });
    }

    /**
     * Takes away every mount of the volume at that path, however many are stacked there.
     *
     * @return whether there was one
     * @throws StorageException.FailedPrecondition where something else is mounted there, or a process uses it
     */
    boolean unmount(Path target) {
        boolean found = false;
        for (Optional<Mount> mount = at(target); mount.isPresent(); mount = at(target)) {
            unmountIdle(target);
            found = true;
        }
        return found;
    }

    /** Not before it is needed: most requests ask about one path. */
    private List<Path> attached() {
        List<Path> known = attached;
        if (known == null) {
            known = devices.attached(volume);
            attached = known;
        }
        return known;
    }

    private void unmountIdle(Path target) {
        try {
            boolean ended = removal.run(volume, "unmount " + target, () -> mounts.unmount(target));
            if (!ended && mounts.at(target).isPresent()) {
                unmountLazily(target);
            }
        } catch (HostException failed) {
            if (!failed.is(Errno.EBUSY)) {
                throw failed;
            }
            if (!devices.isUsable(volume)) {
                // Whoever has a file open there can't do anything with it any more.
                unmountLazily(target);
                return;
            }
            throw new StorageException.FailedPrecondition(
                    "volume " + volume + " is in use at '" + target + "': a process has a file open or its working"
                            + " directory there; end it, then try again",
                    failed);
        }
    }

    private void unmountLazily(Path target) {
        boolean ended = removal.run(volume, "unmount " + target, () -> mounts.unmountLazily(target));
        if (!ended && mounts.at(target).isPresent()) {
            throw new StorageException.Unavailable("what is mounted at '" + target
                    + "' can't be taken away while its disk does not answer; try again");
        }
    }

    /**
     * Proved by the file behind the mount's device: also where the device was given back already and the kernel keeps it
     * for this mount's sake, and where the volume has vanished.
     */
    private boolean shows(Mount mount) {
        return mount.loopDevice()
                .flatMap(devices::volumeOn)
                .filter(volume::equals)
                .isPresent();
    }

    private StorageException.FailedPrecondition foreign(Mount mount) {
        return new StorageException.FailedPrecondition("'" + mount.target() + "' holds a mount of " + mount.source()
                + " (" + mount.filesystem() + "), which is not volume " + volume
                + "; it is left alone: find out whose it is");
    }
}
