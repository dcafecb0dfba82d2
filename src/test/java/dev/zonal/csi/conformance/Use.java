package dev.zonal.csi.conformance;

import dev.zonal.csi.v1.VolumeCapability;
import dev.zonal.csi.v1.VolumeCapability.AccessMode;
import dev.zonal.csi.v1.VolumeCapability.AccessMode.Mode;
import dev.zonal.csi.v1.VolumeCapability.BlockVolume;
import dev.zonal.csi.v1.VolumeCapability.MountVolume;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A volume capability.
 *
 * @param filesystem of a mount; empty where any will do
 */
record Use(boolean block, String filesystem, Mode mode, List<String> flags) {
    private static final Set<Mode> SERVED = EnumSet.of(
            Mode.SINGLE_NODE_WRITER,
            Mode.SINGLE_NODE_READER_ONLY,
            Mode.MULTI_NODE_READER_ONLY,
            Mode.SINGLE_NODE_SINGLE_WRITER,
            Mode.SINGLE_NODE_MULTI_WRITER);

    static Use mount(String filesystem) {
        return new Use(false, filesystem, Mode.SINGLE_NODE_WRITER, List.of());
    }

    static Use ofBlock() {
        return new Use(true, "", Mode.SINGLE_NODE_WRITER, List.of());
    }

    Use as(Mode other) {
        return new Use(block, filesystem, other, flags);
    }

    Use with(String flag) {
        return new Use(block, filesystem, mode, List.of(flag));
    }

    VolumeCapability message() {
        VolumeCapability.Builder message = VolumeCapability.newBuilder()
                .setAccessMode(AccessMode.newBuilder().setMode(mode));
        return block
                ? message.setBlock(BlockVolume.getDefaultInstance()).build()
                : message.setMount(
                                MountVolume.newBuilder().setFsType(filesystem).addAllMountFlags(flags))
                        .build();
    }

    /** Whether a driver of this kind serves it at all. */
    boolean isServed() {
        return SERVED.contains(mode) && (filesystem.isEmpty() || Sizes.isFilesystem(filesystem)) && flagsAreServed();
    }

    private boolean flagsAreServed() {
        return Set.of("ro", "noatime").containsAll(flags);
    }

    /** Whether a mount for that use has the option, which the volume's own may add. */
    boolean asks(String option, ModelVolume volume) {
        return flags.contains(option) || volume.mountOptions().contains(option);
    }

    boolean readsOnly() {
        return mode == Mode.SINGLE_NODE_READER_ONLY || mode == Mode.MULTI_NODE_READER_ONLY;
    }
}
