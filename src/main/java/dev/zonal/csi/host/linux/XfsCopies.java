package dev.zonal.csi.host.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.zonal.csi.host.ProbeResult.Filesystem;
import dev.zonal.csi.model.ByteSize;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.LongStream;

/**
 * The copies of an XFS superblock: one at the start of each allocation group after the first.
 *
 * <p>A growth writes the first superblock through the journal, and the copies after that, in their order. Where it was cut
 * off in between, the filesystem works, and xfs_repair would believe the majority: it would cut off what was added.
 */
final class XfsCopies {
    private static final MemorySegment MAGIC = MemorySegment.ofArray("XFSB".getBytes(US_ASCII));

    /** The kernel writes them 16 at a time: where any is behind, one of the last is. */
    private static final long MOST = 32;

    private XfsCopies() {}

    /** The same filesystem, with the least size that any of its superblocks says. */
    static Filesystem leastOf(Filesystem found, SuperblockBytes first, Descriptor device, Arena memory) {
        long blockSize = first.big32(4);
        long groupBytes = first.big32(84) * blockSize;
        long groups = first.big32(88);
        long least = LongStream.range(Math.max(1, groups - MOST), groups)
                .map(group -> group * groupBytes)
                .takeWhile(offset -> offset > 0 && offset < found.size().bytes())
                .mapToObj(offset -> new SuperblockBytes(DeviceBytes.block(device, memory, offset)))
                .filter(copy -> copy.has(0, MAGIC))
                .mapToLong(copy -> copy.big64(8) * blockSize)
                .filter(bytes -> bytes > 0)
                .reduce(found.size().bytes(), Math::min);
        return new Filesystem(found.type(), ByteSize.ofBytes(least), found.needsRepair());
    }
}
