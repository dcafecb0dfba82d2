package dev.zonal.csi.cli;

import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.v1.VolumeCapability;
import dev.zonal.csi.v1.VolumeCapability.BlockVolume;
import dev.zonal.csi.v1.VolumeCapability.MountVolume;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How the volume is to be used. */
final class CapabilityOptions {
    @ArgGroup
    private AccessType accessType = new AccessType();

    @Option(
            names = "--access-mode",
            paramLabel = "MODE",
            defaultValue = "SINGLE_NODE_WRITER",
            description = "How it may be published: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private AccessMode accessMode;

    /** One of the two, or a mount with the driver's own filesystem. */
    private static final class AccessType {
        @Option(
                names = "--fs",
                paramLabel = "TYPE",
                description = "A directory with this filesystem: ext4, xfs, btrfs (default: the driver's choice).")
        private String filesystem = "";

        @Option(names = "--block", description = "A raw block device, without a filesystem.")
        private boolean block;
    }

    VolumeCapability capability() {
        return capability(List.of());
    }

    /**
     * @param mountFlags options for this mount alone
     */
    VolumeCapability capability(List<String> mountFlags) {
        VolumeCapability.Builder capability = VolumeCapability.newBuilder()
                .setAccessMode(VolumeCapability.AccessMode.newBuilder()
                        .setMode(VolumeCapability.AccessMode.Mode.valueOf(accessMode.name())));
        if (accessType.block) {
            return capability.setBlock(BlockVolume.getDefaultInstance()).build();
        }
        MountVolume.Builder mount = MountVolume.newBuilder().setFsType(accessType.filesystem);
        return capability.setMount(mount.addAllMountFlags(mountFlags)).build();
    }
}
