package dev.zonal.csi.host.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.zonal.csi.host.Extent;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.Consumer;

/** The extents of a file, asked of the kernel a buffer at a time (Documentation/filesystems/fiemap.rst). */
final class ExtentMap {
    private static final int EXTENTS_AT_ONCE = 1024;

    // struct fiemap (include/uapi/linux/fiemap.h)
    private static final int HEADER_BYTES = 32;
    private static final int START = 0;
    private static final int LENGTH = 8;
    private static final int MAPPED = 20;
    private static final int COUNT = 24;

    // struct fiemap_extent
    private static final int EXTENT_BYTES = 56;
    private static final int EXTENT_LOGICAL = 0;
    private static final int EXTENT_PHYSICAL = 8;
    private static final int EXTENT_LENGTH = 16;
    private static final int EXTENT_FLAGS = 40;

    private static final int LAST = 0x1;
    /** Unknown, not allocated yet, or kept inside the file's own metadata: no place on the disk. */
    private static final int WITHOUT_PLACE = 0x2 | 0x4 | 0x200;

    private static final int UNWRITTEN = 0x800;
    private static final int SHARED = 0x2000;

    private ExtentMap() {}

    /** Where some extents that follow one another begin and end in their file; holes between them are among it. */
    record Stretch(long fromByte, long toByte) {}

    static void read(Descriptor file, Consumer<Extent> reader) {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment map = memory(memory, EXTENTS_AT_ONCE);
            long next = 0;
            while (next >= 0) {
                ask(file, map, next, EXTENTS_AT_ONCE);
                next = pass(map, reader);
            }
        }
    }

    /** The next extents from there on, so many at most; empty where none follows. */
    static Optional<Stretch> next(Descriptor file, long fromByte, int extents) {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment map = memory(memory, extents);
            ask(file, map, fromByte, extents);
            int found = map.get(JAVA_INT, MAPPED);
            if (found == 0) {
                return Optional.empty();
            }
            long last = at(found - 1);
            return Optional.of(new Stretch(
                    Math.max(fromByte, map.get(JAVA_LONG, at(0) + EXTENT_LOGICAL)),
                    map.get(JAVA_LONG, last + EXTENT_LOGICAL) + map.get(JAVA_LONG, last + EXTENT_LENGTH)));
        }
    }

    private static MemorySegment memory(Arena memory, int extents) {
        return memory.allocate(at(extents), Long.BYTES);
    }

    private static long at(int extent) {
        return HEADER_BYTES + (long) extent * EXTENT_BYTES;
    }

    private static void ask(Descriptor file, MemorySegment map, long fromByte, int extents) {
        map.set(JAVA_LONG, START, fromByte);
        map.set(JAVA_LONG, LENGTH, Long.MAX_VALUE - fromByte);
        map.set(JAVA_INT, COUNT, extents);
        file.ioctl(Ioctl.FS_IOC_FIEMAP, map);
    }

    /** Where to go on; negative after the last one. */
    private static long pass(MemorySegment map, Consumer<Extent> reader) {
        int found = map.get(JAVA_INT, MAPPED);
        long next = -1;
        for (int i = 0; i < found; i++) {
            long at = at(i);
            long length = map.get(JAVA_LONG, at + EXTENT_LENGTH);
            int flags = map.get(JAVA_INT, at + EXTENT_FLAGS);
            if ((flags & WITHOUT_PLACE) == 0) {
                reader.accept(new Extent(
                        map.get(JAVA_LONG, at + EXTENT_PHYSICAL),
                        length,
                        (flags & UNWRITTEN) == 0,
                        (flags & SHARED) != 0));
            }
            next = (flags & LAST) == 0 ? map.get(JAVA_LONG, at + EXTENT_LOGICAL) + length : -1;
        }
        return next;
    }
}
