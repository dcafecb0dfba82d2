package dev.zonal.csi.node;

import dev.zonal.csi.backend.VolumeDevices;
import dev.zonal.csi.host.Filesystems;
import dev.zonal.csi.host.ProbeResult;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/**
 * Which filesystem a volume carries, and its mkfs, which happens at most once: only where the volume's record says that
 * nothing was ever written <em>and</em> the device proves to be blank, or where the record says that a mkfs of ours was
 * begun and not seen to end.
 */
final class FilesystemMaking {
    private final VolumeDevices devices;
    private final Filesystems filesystems;
    private final FilesystemType defaultFilesystem;

    FilesystemMaking(VolumeDevices devices, Filesystems filesystems, FilesystemType defaultFilesystem) {
        this.devices = devices;
        this.filesystems = filesystems;
        this.defaultFilesystem = defaultFilesystem;
    }

    /** What the volume's filesystem is or will be. */
    FilesystemType ensureMade(Volume volume, Path device, FilesystemUse use) {
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

    /** What the filesystem of a volume is that is mounted already. */
    FilesystemType made(Volume volume, Path device, FilesystemUse use) {
        return switch (volume.contents()) {
            case Contents.Formatted formatted -> agreed(volume, formatted.filesystem(), use);
            case Contents.Raw _ -> carried(volume, device, use);
            case Contents.Formatting _, Contents.Blank _ ->
                throw new StorageException.FailedPrecondition("volume " + volume.id()
                        + " is mounted, though this driver never made a filesystem on it; find out who did");
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

    /** The filesystem on the device, which has to be the one that the record tells of. */
    ProbeResult.Filesystem find(Volume volume, Path device, FilesystemType type) {
        ProbeResult found = filesystems.probe(device);
        if (found instanceof ProbeResult.Filesystem present && present.type() == type) {
            return present;
        }
        throw new StorageException.FailedPrecondition("volume " + volume.id() + " was formatted with " + type
                + ", but its device carries " + describe(found) + "; it is never formatted again: restore it from a"
                + " snapshot, or repair " + device + " by hand");
    }

    private static String describe(ProbeResult found) {
        return switch (found) {
            case ProbeResult.Blank _ -> "nothing";
            case ProbeResult.Filesystem filesystem -> "a filesystem, " + filesystem.type();
            case ProbeResult.Foreign foreign -> foreign.what();
        };
    }
}
