package dev.zonal.csi.host;

import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;

/** What a look at a device's own bytes found. A device that can't be read is an exception, never a result. */
public sealed interface ProbeResult {
    /** Nothing but zeros wherever a filesystem, partition table or volume manager leaves its mark. */
    record Blank() implements ProbeResult {}

    /**
     * A filesystem that the driver makes.
     *
     * @param size the bytes that the filesystem itself believes to have; the least, where a growth that was cut off left
     *     its superblocks at odds
     * @param needsRepair its superblock says that errors were found, or that it was not closed and has no journal
     */
    record Filesystem(FilesystemType type, ByteSize size, boolean needsRepair) implements ProbeResult {}

    /** Something else: another filesystem, a partition table, data. {@code what} names it as well as it can. */
    record Foreign(String what) implements ProbeResult {}
}
