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
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The filesystem on a volume's device: made at most once, repaired where that is safe, as large as the device, mounted.
 *
 * <p>It is made only where the volume's record says that nothing was ever written <em>and</em> the device proves to be
 * blank, or where the record says that a mkfs of ours was begun and not seen to end.
 */
public final class VolumeFilesystem {
    /**
     * A filesystem of more than one block group may leave a tail unused that is too short for another group's tables;
     * only a longer one is worth growing into.
     */
    private static final ByteSize ONE_GROUP = ByteSize.ofMebibytes(128);

    private static final ByteSize SHORTEST_TAIL = ByteSize.ofMebibytes(4);

    private final VolumeDevices devices;
    private final Filesystems filesystems;
    private final Mounts mounts;
    private final FilesystemType defaultFilesystem;

    public VolumeFilesystem(
            VolumeDevices devices, Filesystems filesystems, Mounts mounts, FilesystemType defaultFilesystem) {
        this.devices = devices;
        this.filesystems = filesystems;
        this.mounts = mounts;
        this.defaultFilesystem = defaultFilesystem;
    }

    /** Mounts the volume's filesystem, made, repaired and grown first where needed. */
    void mount(Volume volume, Path device, Path target, FilesystemUse use, RollBack undo) {
        FilesystemType type = ensureMade(volume, device, use);
        Deadline.current().checkpoint();
        ProbeResult.Filesystem found = find(volume, device, type);
        if (found.needsRepair()) {
            repair(volume, device, type);
        }
        boolean grow = isWorthGrowing(found.size(), filesystems.deviceSize(device));
        if (grow && type.growsUnmounted()) {
            growUnmounted(volume, device, type);
        }
        show(volume, device, target, type, use, undo);
        if (grow && !type.growsUnmounted() && !use.readOnly()) {
            filesystems.growMounted(target, device, type);
        }
    }

    private void growUnmounted(Volume volume, Path device, FilesystemType type) {
        try {
            filesystems.growUnmounted(device, type);
        } catch (HostException failed) {
            if (!failed.is(Errno.EBUSY)) {
                throw failed;
            }
            throw new StorageException.FailedPrecondition(
                    "the " + type + " on volume " + volume.id() + " has to grow, and is still mounted in another mount"
                            + " namespace, as a container that is ending has it; stage it again when that has gone",
                    failed);
        }
    }

    /** Mounts it once more, while it is mounted elsewhere: nothing is made, repaired or grown below its users. */
    void mountAgain(Volume volume, Path device, Path target, FilesystemUse use, RollBack undo) {
        FilesystemType type = switch (volume.contents()) {
            case Contents.Formatted formatted -> agreed(volume, formatted.filesystem(), use);
            case Contents.Raw _ -> carried(volume, device, use);
            case Contents.Formatting _, Contents.Blank _ ->
                throw new StorageException.FailedPrecondition("volume " + volume.id()
                        + " is mounted, though this driver never made a filesystem on it; find out who did");
        };
        show(volume, device, target, type, use, undo);
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
        FilesystemType.ofWord(mount.filesystem())
                .filter(type -> !type.growsUnmounted() && !use.readOnly() && !mount.hasStopped())
                .filter(_ -> filesystems.probe(device) instanceof ProbeResult.Filesystem found
                        && isWorthGrowing(found.size(), filesystems.deviceSize(device)))
                .ifPresent(type -> filesystems.growMounted(mount.target(), device, type));
    }

    /** What the volume's filesystem is or will be. */
    private FilesystemType ensureMade(Volume volume, Path device, FilesystemUse use) {
        return switch (volume.contents()) {
            case Contents.Formatted formatted -> agreed(volume, formatted.filesystem(), use);
            case Contents.Raw _ -> carried(volume, device, use);
            case Contents.Formatting formatting -> make(volume, device, agreed(volume, formatting.filesystem(), use));
            case Contents.Blank _ -> {
                FilesystemType type = use.type().or(() -> madeFor(volume)).orElse(defaultFilesystem);
                requireBlank(volume, device);
                yield make(volume, device, type);
            }
        };
    }

    private FilesystemType make(Volume volume, Path device, FilesystemType type) {
        refuseTooSmall(volume, type);
        devices.recordContents(volume.id(), new Contents.Formatting(type));
        filesystems.format(device, type, volume.parameters().mkfsOptions());
        filesystems.flush(device);
        devices.recordContents(volume.id(), new Contents.Formatted(type));
        return type;
    }

    /** Before the record says that a mkfs has begun: no other type would be made on the volume from then on. */
    private static void refuseTooSmall(Volume volume, FilesystemType type) {
        if (type.minimumSize().isMoreThan(volume.capacity())) {
            throw new StorageException.FailedPrecondition("volume_capability: volume " + volume.id() + " has "
                    + volume.capacity() + ", and " + type + " needs " + type.minimumSize()
                    + " at least; name another fs_type, or expand the volume first");
        }
    }

    private void requireBlank(Volume volume, Path device) {
        ProbeResult found = filesystems.probe(device);
        if (!(found instanceof ProbeResult.Blank)) {
            throw new StorageException.FailedPrecondition("volume " + volume.id()
                    + " was never formatted by this driver, but its device carries " + describe(found)
                    + "; it is not formatted over that: look at " + device + " and decide");
        }
    }

    private FilesystemType carried(Volume volume, Path device, FilesystemUse use) {
        if (filesystems.probe(device) instanceof ProbeResult.Filesystem found) {
            return agreed(volume, found.type(), use);
        }
        throw new StorageException.FailedPrecondition("volume " + volume.id()
                + " was used as a raw device and carries no filesystem that can be mounted; it is never formatted over"
                + " that: use it as a block volume, or make a filesystem on it by hand");
    }

    private static FilesystemType agreed(Volume volume, FilesystemType carried, FilesystemUse use) {
        if (use.type().isPresent() && use.type().get() != carried) {
            throw new StorageException.FailedPrecondition("volume_capability: fs_type "
                    + use.type().get() + " was asked for, but volume " + volume.id() + " carries " + carried);
        }
        return carried;
    }

    /** Of several always the same one: what is staged before a restart and after it has to agree. */
    private static Optional<FilesystemType> madeFor(Volume volume) {
        return volume.capabilities().stream()
                .flatMap(capability -> capability.accessType() instanceof AccessType.Mounted mounted
                        ? mounted.filesystem().stream()
                        : Optional.<FilesystemType>empty().stream())
                .min(Comparator.naturalOrder());
    }

    private ProbeResult.Filesystem find(Volume volume, Path device, FilesystemType type) {
        ProbeResult found = filesystems.probe(device);
        if (found instanceof ProbeResult.Filesystem present && present.type() == type) {
            return present;
        }
        throw new StorageException.FailedPrecondition("volume " + volume.id() + " was formatted with " + type
                + ", but its device carries " + describe(found) + "; it is never formatted again: restore it from a"
                + " snapshot, or repair " + device + " by hand");
    }

    private void repair(Volume volume, Path device, FilesystemType type) {
        try {
            filesystems.check(device, type);
        } catch (HostException failed) {
            if (!failed.is(Errno.EUCLEAN)) {
                throw failed;
            }
            throw new StorageException.FailedPrecondition(
                    "the " + type + " on volume " + volume.id() + " has errors that need a person: run fsck on "
                            + device + " and stage it again (" + failed.getMessage() + ")",
                    failed);
        }
    }

    static boolean isWorthGrowing(ByteSize filesystem, ByteSize device) {
        ByteSize tail = device.minusOrZero(filesystem);
        return filesystem.isMoreThan(ONE_GROUP) ? tail.isMoreThan(SHORTEST_TAIL) : !tail.isZero();
    }

    private static List<String> options(FilesystemUse use, FilesystemType type) {
        Set<String> options = new LinkedHashSet<>(use.options());
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

    private static String describe(ProbeResult found) {
        return switch (found) {
            case ProbeResult.Blank _ -> "nothing";
            case ProbeResult.Filesystem filesystem -> "a filesystem, " + filesystem.type();
            case ProbeResult.Foreign foreign -> foreign.what();
        };
    }
}
