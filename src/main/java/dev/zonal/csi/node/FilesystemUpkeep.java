package dev.zonal.csi.node;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Filesystems;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.ProbeResult;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import java.nio.file.Path;

/** What is done to a filesystem that there is: its repair where nobody has to be asked, and its growth to its device. */
final class FilesystemUpkeep {
    /**
     * A filesystem of more than one block group may leave a tail unused that is too short for another group's tables;
     * only a longer one is worth growing into.
     */
    private static final ByteSize ONE_GROUP = ByteSize.ofMebibytes(128);

    private static final ByteSize SHORTEST_TAIL = ByteSize.ofMebibytes(4);

    private final Filesystems filesystems;

    FilesystemUpkeep(Filesystems filesystems) {
        this.filesystems = filesystems;
    }

    /** Repairs it where its superblock asks for that. */
    void repair(Volume volume, Path device, ProbeResult.Filesystem found) {
        if (!found.needsRepair()) {
            return;
        }
        try {
            filesystems.check(device, found.type());
        } catch (HostException failed) {
            if (!failed.is(Errno.EUCLEAN)) {
                throw unlessMountedElsewhere(volume, found.type(), "be repaired", failed);
            }
            throw new StorageException.FailedPrecondition(
                    "the " + found.type() + " on volume " + volume.id() + " has errors that need a person: run fsck on "
                            + device + " and stage it again (" + failed.getMessage() + ")",
                    failed);
        }
    }

    /** Whether the device has a tail that the filesystem does not use, and could. */
    boolean isShorter(ProbeResult.Filesystem found, Path device) {
        return isWorthGrowing(found.size(), filesystems.deviceSize(device));
    }

    static boolean isWorthGrowing(ByteSize filesystem, ByteSize device) {
        ByteSize tail = device.minusOrZero(filesystem);
        return filesystem.isMoreThan(ONE_GROUP) ? tail.isMoreThan(SHORTEST_TAIL) : !tail.isZero();
    }

    /** Before it is mounted, where it is of a kind that grows so. */
    void growUnmounted(Volume volume, Path device, FilesystemType type) {
        if (!type.growsUnmounted()) {
            return;
        }
        try {
            filesystems.growUnmounted(device, type);
        } catch (HostException failed) {
            throw unlessMountedElsewhere(volume, type, "grow", failed);
        }
    }

    /** Once it is mounted, where it is of a kind that grows so. */
    void growMounted(Path mountpoint, Path device, FilesystemType type) {
        if (!type.growsUnmounted()) {
            filesystems.growMounted(mountpoint, device, type);
        }
    }

    /** The same for one that was mounted before, where there is something to grow into. */
    void growWhereShorter(Path mountpoint, Path device, FilesystemType type) {
        if (!type.growsUnmounted()
                && filesystems.probe(device) instanceof ProbeResult.Filesystem found
                && isShorter(found, device)) {
            filesystems.growMounted(mountpoint, device, type);
        }
    }

    private static RuntimeException unlessMountedElsewhere(
            Volume volume, FilesystemType type, String what, HostException failed) {
        if (!failed.is(Errno.EBUSY)) {
            return failed;
        }
        return new StorageException.FailedPrecondition(
                "the " + type + " on volume " + volume.id() + " has to " + what + ", and is still mounted in another"
                        + " mount namespace, as a container that is ending has it; stage it again when that has gone",
                failed);
    }
}
