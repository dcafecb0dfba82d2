package dev.zonal.csi.rpc;

import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.Spelling;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.v1.VolumeCapability.AccessMode.Mode;
import dev.zonal.csi.v1.VolumeCapability.MountVolume;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Volume capabilities on the wire. */
final class CapabilityMessages {
    /** A volume is reached from one node: others could at best read it, and not while it is written here. */
    private static final Set<AccessMode> UNSUPPORTED =
            EnumSet.of(AccessMode.MULTI_NODE_SINGLE_WRITER, AccessMode.MULTI_NODE_MULTI_WRITER);

    private static final List<String> FILESYSTEMS =
            Arrays.stream(FilesystemType.values()).map(FilesystemType::word).toList();

    private CapabilityMessages() {}

    /** The capabilities of a list, of which there has to be one. */
    static Set<VolumeCapability> required(List<dev.zonal.csi.v1.VolumeCapability> capabilities) {
        requireWellFormed(capabilities);
        return optional(capabilities);
    }

    static Set<VolumeCapability> optional(List<dev.zonal.csi.v1.VolumeCapability> capabilities) {
        Set<VolumeCapability> parsed = new LinkedHashSet<>();
        for (int i = 0; i < capabilities.size(); i++) {
            parsed.add(capability("volume_capabilities[" + i + "]", capabilities.get(i)));
        }
        return parsed;
    }

    /** The one capability of a node call. */
    static VolumeCapability required(boolean present, dev.zonal.csi.v1.VolumeCapability capability) {
        if (!present) {
            throw Fields.missing("volume_capability");
        }
        return capability("volume_capability", capability);
    }

    /** Whether everything is said that has to be, be it supported or not. */
    static void requireWellFormed(List<dev.zonal.csi.v1.VolumeCapability> capabilities) {
        if (capabilities.isEmpty()) {
            throw Fields.missing("volume_capabilities");
        }
        for (int i = 0; i < capabilities.size(); i++) {
            requireWellFormed("volume_capabilities[" + i + "]", capabilities.get(i));
        }
    }

    /** The same for one that nothing is done with. */
    static void requireWellFormed(boolean present, dev.zonal.csi.v1.VolumeCapability capability) {
        if (present) {
            requireWellFormed("volume_capability", capability);
        }
    }

    private static void requireWellFormed(String field, dev.zonal.csi.v1.VolumeCapability capability) {
        switch (capability.getAccessTypeCase()) {
            case BLOCK, MOUNT -> {
                // Said.
            }
            case ACCESSTYPE_NOT_SET ->
                throw new StorageException.InvalidArgument(field + ".access_type: missing; say block or mount");
        }
        Mode mode = capability.getAccessMode().getMode();
        if (mode == Mode.UNKNOWN) {
            throw Fields.missing(field + ".access_mode");
        }
        if (mode == Mode.UNRECOGNIZED) {
            throw new StorageException.InvalidArgument(field + ".access_mode: "
                    + capability.getAccessMode().getModeValue() + " is no mode of the CSI spec");
        }
    }

    /**
     * @throws StorageException.InvalidArgument where it is malformed, or not supported
     */
    static VolumeCapability capability(String field, dev.zonal.csi.v1.VolumeCapability capability) {
        requireWellFormed(field, capability);
        AccessMode mode =
                AccessMode.valueOf(capability.getAccessMode().getMode().name());
        if (UNSUPPORTED.contains(mode)) {
            throw new StorageException.InvalidArgument(field + ".access_mode: " + mode
                    + " is not supported, because a local disk is written from the one node that it is in");
        }
        return new VolumeCapability(
                capability.hasBlock() ? new AccessType.Block() : mounted(field + ".mount", capability.getMount()),
                mode);
    }

    private static AccessType mounted(String field, MountVolume mount) {
        if (!mount.getVolumeMountGroup().isEmpty()) {
            throw new StorageException.InvalidArgument(field
                    + ".volume_mount_group: not supported, since the filesystems here have no mount option for it");
        }
        Optional<FilesystemType> filesystem = filesystem(field + ".fs_type", mount.getFsType());
        return new AccessType.Mounted(
                filesystem, MountOptions.parse(field + ".mount_flags", mount.getMountFlagsList(), filesystem));
    }

    private static Optional<FilesystemType> filesystem(String field, String word) {
        if (word.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(FilesystemType.ofWord(word)
                .orElseThrow(() -> new StorageException.InvalidArgument(field + ": '" + word + "' is none of "
                        + String.join(", ", FILESYSTEMS) + Spelling.hint(word, FILESYSTEMS))));
    }
}
