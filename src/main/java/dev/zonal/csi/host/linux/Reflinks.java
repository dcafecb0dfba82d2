package dev.zonal.csi.host.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.zonal.csi.host.linux.ExtentMap.Stretch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Extents that two files share until one of them writes there (ioctl_ficlone(2)). While XFS shares, nobody writes to the
 * source: it holds its lock for some 20 µs for each extent, and for 1 µs where both have that extent already (Linux 6.18).
 */
final class Reflinks {
    private Reflinks() {}

    /** All of the source, as it is at one moment. */
    static void shareAll(Descriptor source, Descriptor target) {
        target.ioctl(Ioctl.FICLONE, source.number());
    }

    /**
     * The next extents from that byte on, so many at most.
     *
     * @return from where to go on; empty where nothing is left
     */
    static OptionalLong shareNext(Descriptor source, Descriptor target, long fromByte, int extents) {
        long size = source.status().sizeBytes();
        Optional<Stretch> found =
                ExtentMap.next(source, fromByte, extents).filter(stretch -> stretch.fromByte() < size);
        if (found.isEmpty()) {
            return OptionalLong.empty();
        }
        Stretch stretch = found.get();
        // The last block may reach beyond the file, and the kernel shares no more than the file.
        long end = Math.min(stretch.toByte(), size);
        share(source, target, stretch.fromByte(), end - stretch.fromByte());
        return OptionalLong.of(end);
    }

    private static void share(Descriptor source, Descriptor target, long fromByte, long bytes) {
        try (Arena memory = Arena.ofConfined()) {
            // struct file_clone_range (include/uapi/linux/fs.h): the source, where in it, how much, where in the target
            MemorySegment range = memory.allocateFrom(JAVA_LONG, source.number(), fromByte, bytes, fromByte);
            target.ioctl(Ioctl.FICLONERANGE, range);
        }
    }
}
