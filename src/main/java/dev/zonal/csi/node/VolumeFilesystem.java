package dev.zonal.csi.node;

import dev.zonal.csi.backend.VolumeDevices;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.concurrent.RollBack;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Filesystems;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.host.Mounts;
import dev.zonal.csi.host.ProbeResult;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Mounting a volume's filesystem: made first where there is none, repaired where that is safe, as large as its device. */
public final class VolumeFilesystem {
    private final FilesystemMaking making;
    private final FilesystemUpkeep upkeep;
    private final Mounts mounts;

    public VolumeFilesystem(
            VolumeDevices devices, Filesystems filesystems, Mounts mounts, FilesystemType defaultFilesystem) {
        this.making = new FilesystemMaking(devices, filesystems, defaultFilesystem);
        this.upkeep = new FilesystemUpkeep(filesystems);
        this.mounts = mounts;
    }

    /** Mounts the volume's filesystem, made, repaired and grown first where needed. */
    void mount(Volume volume, Path device, Path target, FilesystemUse use, RollBack undo) {
        FilesystemType type = making.ensureMade(volume, device, use);
        Deadline.current().checkpoint();
        ProbeResult.Filesystem found = making.find(volume, device, type);
        upkeep.repair(volume, device, found);
        boolean grow = upkeep.isShorter(found, device);
        if (grow) {
            upkeep.growUnmounted(volume, device, type);
        }
        show(volume, device, target, type, use, undo);
        if (grow && !use.readOnly()) {
            upkeep.growMounted(target, device, type);
        }
    }

    /** Mounts it once more, while it is mounted elsewhere: nothing is made, repaired or grown below its users. */
    void mountAgain(Volume volume, Path device, Path target, FilesystemUse use, RollBack undo) {
        show(volume, device, target, making.made(volume, device, use), use, undo);
    }

    private void show(Volume volume, Path device, Path target, FilesystemType type, FilesystemUse use, RollBack undo) {
        // Before the mount: one that reports a failure may be there all the same.
        undo.add(() -> mounts.at(target).filter(mount -> mount.shows(device)).ifPresent(_ -> mounts.unmount(target)));
        try {
            mounts.mount(device, target, type.word(), options(use, type));
        } catch (HostException failed) {
            throw unmountable(volume, type, failed);
        }
    }

    /** Finishes what a crash after the mount has left undone. */
    void finish(Path device, Mount mount, FilesystemUse use) {
        if (!use.readOnly() && !mount.hasStopped()) {
            FilesystemType.ofWord(mount.filesystem())
                    .ifPresent(type -> upkeep.growWhereShorter(mount.target(), device, type));
        }
    }

    private static List<String> options(FilesystemUse use, FilesystemType type) {
        List<String> options = new ArrayList<>(use.options());
        options.removeAll(Set.of("ro", "rw"));
        options.add(use.readOnly() ? "ro" : "rw");
        if (type == FilesystemType.XFS) {
            // A restored or cloned xfs has its source's UUID, and the kernel refuses a second one without this.
            options.add("nouuid");
        }
        return List.copyOf(options);
    }

    private static RuntimeException unmountable(Volume volume, FilesystemType type, HostException failed) {
        if (failed.is(Errno.EEXIST) || (type == FilesystemType.BTRFS && failed.is(Errno.EBUSY))) {
            return new StorageException.FailedPrecondition(
                    "this kernel can't mount a copy of a btrfs beside its source (that needs Linux 6.7): unstage the"
                            + " other one first (volume " + volume.id() + ")",
                    failed);
        }
        if (failed.is(Errno.EINVAL) || failed.is(Errno.EUCLEAN)) {
            return new StorageException.FailedPrecondition(
                    "the " + type + " on volume " + volume.id() + " can't be mounted with these options, or is damaged;"
                            + " the kernel's log has the reason (" + failed.getMessage() + ")",
                    failed);
        }
        return failed;
    }
}
