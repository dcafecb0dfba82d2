package dev.zonal.csi.host.linux;

import dev.zonal.csi.host.ProbeResult;
import dev.zonal.csi.host.ProbeResult.Blank;
import dev.zonal.csi.host.ProbeResult.Foreign;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Tells from a device's bytes what is on it. Pure. */
final class Superblocks {
    private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[64 * 1024]);

    private Superblocks() {}

    /**
     * What the bytes show: one of our filesystems by its primary superblock, else another mark by name, else the first
     * byte that is not zero. Blank is only what is zero in all that was read.
     */
    static ProbeResult identify(DeviceBytes device) {
        SuperblockBytes head = new SuperblockBytes(device.head());
        return ours(device.head())
                .or(() -> mark(head, ForeignMark.AT_HEAD))
                .or(() -> mark(new SuperblockBytes(device.tail()), ForeignMark.AT_TAIL))
                .or(() -> data(device.head(), 0))
                .or(() -> data(device.tail(), device.tailOffset()))
                .orElseGet(Blank::new);
    }

    /** What a primary superblock of our own filesystems says, where there is one. */
    static Optional<ProbeResult> ours(MemorySegment start) {
        SuperblockBytes bytes = new SuperblockBytes(start);
        return Ext4Superblock.read(bytes).or(() -> XfsSuperblock.read(bytes)).or(() -> BtrfsSuperblock.read(bytes));
    }

    private static Optional<ProbeResult> mark(SuperblockBytes bytes, List<ForeignMark> marks) {
        return marks.stream().filter(mark -> mark.isIn(bytes)).findFirst().map(mark -> new Foreign(mark.what()));
    }

    private static Optional<ProbeResult> data(MemorySegment bytes, long offset) {
        OptionalLong first = firstNonZero(bytes);
        return first.isEmpty()
                ? Optional.empty()
                : Optional.of(new Foreign("data of no known kind at byte " + (offset + first.getAsLong())));
    }

    static boolean isZero(MemorySegment bytes) {
        return firstNonZero(bytes).isEmpty();
    }

    private static OptionalLong firstNonZero(MemorySegment bytes) {
        for (long start = 0; start < bytes.byteSize(); start += ZEROS.byteSize()) {
            long length = Math.min(ZEROS.byteSize(), bytes.byteSize() - start);
            long different = MemorySegment.mismatch(bytes, start, start + length, ZEROS, 0, length);
            if (different >= 0) {
                return OptionalLong.of(start + different);
            }
        }
        return OptionalLong.empty();
    }
}
