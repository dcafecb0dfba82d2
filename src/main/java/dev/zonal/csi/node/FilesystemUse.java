package dev.zonal.csi.node;

import dev.zonal.csi.host.Mount;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeCapability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a volume's filesystem is to be mounted.
 *
 * @param type what is asked for; empty where the caller takes what there is
 * @param options those of the volume, then those of the request; of {@code ro} and {@code rw} the last one counts
 */
record FilesystemUse(Optional<FilesystemType> type, List<String> options) {
    FilesystemUse {
        options = List.copyOf(options);
    }

    static FilesystemUse of(Volume volume, VolumeCapability capability, AccessType.Mounted asked) {
        List<String> options = new ArrayList<>(volume.parameters().mountOptions());
        options.addAll(asked.mountFlags());
        if (capability.accessMode().isReadOnly()) {
            options.add("ro");
        }
        return new FilesystemUse(asked.filesystem(), options);
    }

    boolean readOnly() {
        return options.lastIndexOf("ro") > options.lastIndexOf("rw");
    }

    /** Whether that mount is the one that this use would make, as far as the kernel's table tells. */
    boolean isMetBy(Mount mount) {
        boolean otherType = type.isPresent() && !type.equals(FilesystemType.ofWord(mount.filesystem()));
        return !otherType
                && readOnly() != mount.madeForWriting()
                && MountOptionsInForce.of(mount).agreesWith(MountOptionsInForce.of(options, mount.filesystem()));
    }

    /** Whether all its options are in force on that mount, whatever else is. */
    boolean isIncludedIn(Mount mount) {
        return MountOptionsInForce.of(mount).includes(MountOptionsInForce.of(options, mount.filesystem()));
    }

    /** Whether the filesystem of that mount can be mounted once more with these options. */
    boolean fitsBeside(Mount mount) {
        return MountOptionsInForce.of(mount)
                .ofFilesystem()
                .agreesWith(MountOptionsInForce.of(options, mount.filesystem()).ofFilesystem());
    }
}
