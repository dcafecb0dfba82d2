package dev.zonal.csi.host.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.FilesystemType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;

/** Growing a mounted filesystem to the size of its device: one ioctl of each filesystem's own. */
final class MountedGrowth {
    // struct xfs_fsop_geom_v1 and struct xfs_growfs_data (fs/xfs/libxfs/xfs_fs.h)
    private static final long XFS_GEOMETRY_BYTES = 112;
    private static final long XFS_BLOCK_SIZE = 0;
    private static final long XFS_INODE_PERCENTAGE = 28;
    private static final long XFS_DATA_BLOCKS = 32;
    private static final long XFS_GROWTH_BYTES = 16;

    // struct btrfs_ioctl_vol_args (include/uapi/linux/btrfs.h)
    private static final long BTRFS_ARGUMENT_BYTES = 4096;
    private static final long BTRFS_ARGUMENT_NAME = 8;

    private static final long STATFS_BYTES = 120;

    private MountedGrowth() {}

    static void grow(Descriptor mountpoint, long deviceBytes, FilesystemType type) {
        try (Arena memory = Arena.ofConfined()) {
            switch (type) {
                case EXT4 -> growExt4(mountpoint, deviceBytes, memory);
                case XFS -> growXfs(mountpoint, deviceBytes, memory);
                case BTRFS -> growBtrfs(mountpoint, memory);
            }
        }
    }

    private static void growExt4(Descriptor mountpoint, long deviceBytes, Arena memory) {
        MemorySegment statfs = memory.allocate(STATFS_BYTES, Long.BYTES);
        mountpoint.statfs(statfs);
        long blockSize = statfs.getAtIndex(JAVA_LONG, 1);
        MemorySegment blocks = memory.allocateFrom(JAVA_LONG, deviceBytes / blockSize);
        mountpoint.ioctl(Ioctl.EXT4_IOC_RESIZE_FS, blocks);
    }

    private static void growXfs(Descriptor mountpoint, long deviceBytes, Arena memory) {
        MemorySegment geometry = memory.allocate(XFS_GEOMETRY_BYTES, Long.BYTES);
        mountpoint.ioctl(Ioctl.XFS_IOC_FSGEOMETRY_V1, geometry);
        long blocks = deviceBytes / Integer.toUnsignedLong(geometry.get(JAVA_INT, XFS_BLOCK_SIZE));
        // The same request with fewer blocks shrinks it; with as many, it brings the copies of the superblock in step,
        // which a growth that was cut off leaves behind.
        if (blocks < geometry.get(JAVA_LONG, XFS_DATA_BLOCKS)) {
            return;
        }
        MemorySegment growth = memory.allocate(XFS_GROWTH_BYTES, Long.BYTES);
        growth.set(JAVA_LONG, 0, blocks);
        growth.set(JAVA_INT, Long.BYTES, geometry.get(JAVA_INT, XFS_INODE_PERCENTAGE));
        mountpoint.ioctl(Ioctl.XFS_IOC_FSGROWFSDATA, growth);
    }

    /** How large the mounted filesystem is; empty where it is no XFS. */
    static OptionalLong xfsBytes(Descriptor mountpoint) {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment geometry = memory.allocate(XFS_GEOMETRY_BYTES, Long.BYTES);
            long result = mountpoint.attemptIoctl(Ioctl.XFS_IOC_FSGEOMETRY_V1, geometry.address());
            if (Syscall.failed(result, Errno.ENOTTY)) {
                return OptionalLong.empty();
            }
            Syscall.checked(() -> Ioctl.XFS_IOC_FSGEOMETRY_V1 + " on " + mountpoint.path(), result);
            return OptionalLong.of(geometry.get(JAVA_LONG, XFS_DATA_BLOCKS)
                    * Integer.toUnsignedLong(geometry.get(JAVA_INT, XFS_BLOCK_SIZE)));
        }
    }

    private static void growBtrfs(Descriptor mountpoint, Arena memory) {
        MemorySegment argument = memory.allocate(BTRFS_ARGUMENT_BYTES, Long.BYTES);
        argument.setString(BTRFS_ARGUMENT_NAME, "1:max", US_ASCII);
        // btrfs says with a positive result, and no errno, that a balance or another resize is running.
        if (mountpoint.ioctl(Ioctl.BTRFS_IOC_RESIZE, argument) > 0) {
            throw new HostException("grow " + mountpoint.path(), Errno.EBUSY, "another exclusive operation is running");
        }
    }
}
