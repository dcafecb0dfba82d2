package dev.zonal.csi.host.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileIdentity;
import dev.zonal.csi.host.LoopDevice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * What the kernel says of one loop device, and the structures that it says it in: struct loop_info64 and struct
 * loop_config (include/uapi/linux/loop.h), which have the same offsets on every 64-bit architecture.
 *
 * @param whole it shows all of the file; another tool may have put it over a part (losetup --offset)
 * @param dying it goes with its last user (LO_FLAGS_AUTOCLEAR): somebody detached it while it was open
 */
record LoopStatus(FileIdentity backing, boolean readOnly, boolean whole, boolean dying) {
    private static final int FLAG_READ_ONLY = 1;
    private static final int FLAG_AUTOCLEAR = 4;
    private static final int FLAG_DIRECT_IO = 16;

    private static final long INFO_BYTES = 232;
    private static final long INFO_DEVICE = 0;
    private static final long INFO_INODE = 8;
    private static final long INFO_OFFSET = 24;
    private static final long INFO_SIZE_LIMIT = 32;
    private static final long INFO_FLAGS = 52;

    private static final long CONFIG_BYTES = 304;
    private static final long CONFIG_FILE = 0;
    private static final long CONFIG_BLOCK_SIZE = 4;
    private static final long CONFIG_INFO = 8;

    /** The device's status, or empty where no file is behind it. */
    static Optional<LoopStatus> of(Descriptor device) {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment info = memory.allocate(INFO_BYTES, Long.BYTES);
            return fill(device, info) ? Optional.of(read(info)) : Optional.empty();
        }
    }

    private static boolean fill(Descriptor device, MemorySegment info) {
        long result = device.attemptIoctl(Ioctl.LOOP_GET_STATUS64, info.address());
        if (Syscall.failed(result, Errno.ENXIO)) {
            return false;
        }
        Syscall.checked(() -> Ioctl.LOOP_GET_STATUS64 + " on " + device.path(), result);
        return true;
    }

    private static LoopStatus read(MemorySegment info) {
        int flags = info.get(JAVA_INT, INFO_FLAGS);
        return new LoopStatus(
                new FileIdentity(info.get(JAVA_LONG, INFO_DEVICE), info.get(JAVA_LONG, INFO_INODE)),
                (flags & FLAG_READ_ONLY) != 0,
                info.get(JAVA_LONG, INFO_OFFSET) == 0 && info.get(JAVA_LONG, INFO_SIZE_LIMIT) == 0,
                (flags & FLAG_AUTOCLEAR) != 0);
    }

    /**
     * Puts the file behind the device in one call. The kernel takes direct I/O only where the file's filesystem can do
     * it (tmpfs before Linux 6.6 can't, nor ext4 with data=journal, nor FUSE without the server's consent) and falls
     * back to the page cache by itself, without an error.
     */
    static void configure(Descriptor device, Descriptor file, boolean readOnly, int blockSize) {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment config = memory.allocate(CONFIG_BYTES, Long.BYTES);
            config.set(JAVA_INT, CONFIG_FILE, file.number());
            config.set(JAVA_INT, CONFIG_BLOCK_SIZE, blockSize);
            config.set(JAVA_INT, CONFIG_INFO + INFO_FLAGS, FLAG_DIRECT_IO | (readOnly ? FLAG_READ_ONLY : 0));
            // Whoever had the number before may have forbidden writing (blockdev --setro): that outlives its file.
            device.ioctl(Ioctl.BLKROSET, memory.allocateFrom(JAVA_INT, 0));
            device.ioctl(Ioctl.LOOP_CONFIGURE, config);
        }
    }

    /** Whether that is the device as it is remembered. */
    boolean is(LoopDevice device) {
        return whole && backing.equals(device.backing()) && readOnly == device.readOnly();
    }

    /** Takes the file away, or where others use the device marks it to go with the last of them. */
    static boolean clear(Descriptor device) {
        device.ioctl(Ioctl.LOOP_CLR_FD, 0);
        return true;
    }

    /** Lets a dying device live on; false where it is gone by now. The open descriptor keeps it from going meanwhile. */
    static boolean revive(Descriptor device) {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment info = memory.allocate(INFO_BYTES, Long.BYTES);
            if (!fill(device, info)) {
                return false;
            }
            info.set(JAVA_INT, INFO_FLAGS, info.get(JAVA_INT, INFO_FLAGS) & ~FLAG_AUTOCLEAR);
            device.ioctl(Ioctl.LOOP_SET_STATUS64, info);
            return true;
        }
    }
}
