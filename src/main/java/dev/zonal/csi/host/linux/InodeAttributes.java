package dev.zonal.csi.host.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.zonal.csi.host.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What XFS keeps with an inode beside its data: in how many extents that lies, and how new ones are to be taken (xfsctl(3)). */
final class InodeAttributes {
    // struct fsxattr (include/uapi/linux/fs.h)
    private static final long BYTES = 28;
    private static final long FLAGS = 0;
    private static final long EXTENT_COUNT = 8;
    private static final long COPY_ON_WRITE_BYTES = 16;

    /** FS_XFLAG_COWEXTSIZE. */
    private static final int HAS_COPY_ON_WRITE_BYTES = 0x00010000;

    private InodeAttributes() {}

    static long extentCount(Descriptor file) {
        try (Arena memory = Arena.ofConfined()) {
            return Integer.toUnsignedLong(read(file, memory).get(JAVA_INT, EXTENT_COUNT));
        }
    }

    /** Nothing where the filesystem has no such attribute. */
    static void copyOneBlockAtLeast(Descriptor file) {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment attributes = read(file, memory);
            int bytes = blockBytes(file, memory);
            int flags = attributes.get(JAVA_INT, FLAGS);
            if ((flags & HAS_COPY_ON_WRITE_BYTES) != 0 && attributes.get(JAVA_INT, COPY_ON_WRITE_BYTES) == bytes) {
                return;
            }
            attributes.set(JAVA_INT, FLAGS, flags | HAS_COPY_ON_WRITE_BYTES);
            attributes.set(JAVA_INT, COPY_ON_WRITE_BYTES, bytes);
            long result = file.attemptIoctl(Ioctl.FS_IOC_FSSETXATTR, attributes.address());
            if (!Syscall.failed(result, Errno.EOPNOTSUPP)) {
                Syscall.checked(() -> "set the attributes of " + file.path(), result);
            }
        }
    }

    private static int blockBytes(Descriptor file, Arena memory) {
        MemorySegment statfs = memory.allocate(LinuxFileTree.STATFS_BYTES, Long.BYTES);
        file.statfs(statfs);
        return (int) statfs.getAtIndex(JAVA_LONG, 1);
    }

    private static MemorySegment read(Descriptor file, Arena memory) {
        MemorySegment attributes = memory.allocate(BYTES, Integer.BYTES);
        file.ioctl(Ioctl.FS_IOC_FSGETXATTR, attributes);
        return attributes;
    }
}
