package dev.zonal.csi.host.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The bytes of a block device where filesystems, partition tables and volume managers leave their marks.
 *
 * <p>The head holds the superblocks of every common filesystem (the furthest, btrfs, at 64 KiB; UFS2 at 256 KiB), the
 * labels of LVM, LUKS, md 1.1 and 1.2 and of swap, the first two labels of ZFS (512 KiB) and the start of a first
 * partition (1 MiB). The tail holds the backup of a GPT, md 0.90 and 1.0, the last two labels of ZFS and the marks of
 * mirror controllers and DRBD.
 *
 * @param head the first 2 MiB
 * @param tail the last 1 MiB, without what the head has already; empty where the device is no longer than that
 * @param tailOffset where the tail begins on the device
 */
record DeviceBytes(MemorySegment head, MemorySegment tail, long tailOffset) {
    static final int HEAD_BYTES = 2 << 20;
    static final int TAIL_BYTES = 1 << 20;

    /** As long as the longest sector of an XFS, and enough for the superblocks of ext4 and XFS. */
    static final int FIRST_BYTES = 32 * 1024;

    /** Enough for the primary superblock of btrfs too. */
    static final int START_BYTES = 128 * 1024;

    private static final int FINGERPRINT_BYTES = 6;

    private static final int PIECE_BYTES = 512 * 1024;

    private static final int BLOCK_BYTES = 4096;

    private static final long MEMORY_ALIGNMENT = 4096;

    /**
     * Reads them from a device that is open with {@link OpenFlags#DIRECT}: the page cache of a loop device whose number
     * was used before can still hold what it showed then, and a direct read writes out what is dirty there and goes
     * past the rest.
     */
    static DeviceBytes read(Descriptor device, Arena memory) {
        long end = end(device);
        long headEnd = Math.min(HEAD_BYTES, end);
        long tailStart = Math.max(headEnd, end - TAIL_BYTES);
        return new DeviceBytes(read(device, memory, 0, headEnd), read(device, memory, tailStart, end), tailStart);
    }

    /** No more than the first of them, for a device that is expected to carry one of our filesystems. */
    static MemorySegment start(Descriptor device, Arena memory, int bytes) {
        return read(device, memory, 0, Math.min(bytes, end(device)));
    }

    /**
     * Whether all that {@link #read} reads is zero; in pieces, because memory for all of it would take as long to clear as
     * it takes to read.
     */
    static boolean areZero(Descriptor device) {
        long end = end(device);
        long headEnd = Math.min(HEAD_BYTES, end);
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment piece = memory.allocate(PIECE_BYTES, MEMORY_ALIGNMENT);
            return areZero(device, piece, 0, headEnd)
                    && areZero(device, piece, Math.max(headEnd, end - TAIL_BYTES), end);
        }
    }

    private static boolean areZero(Descriptor device, MemorySegment piece, long start, long end) {
        for (long at = start; at < end; at += piece.byteSize()) {
            MemorySegment part = piece.asSlice(0, Math.min(piece.byteSize(), end - at));
            fill(device, part, at);
            if (!Superblocks.isZero(part)) {
                return false;
            }
        }
        return true;
    }

    /** The start of a hash over all of them, as hexadecimal digits. */
    String fingerprint() {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(head.asByteBuffer());
            hash.update(tail.asByteBuffer());
            return HexFormat.of().formatHex(hash.digest(), 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** The block at that place, which is a multiple of it; empty where the device ends before it does. */
    static MemorySegment block(Descriptor device, Arena memory, long offset) {
        return offset + BLOCK_BYTES > size(device)
                ? MemorySegment.NULL
                : read(device, memory, offset, offset + BLOCK_BYTES);
    }

    /** The device's length in bytes. */
    static long size(Descriptor device) {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment size = memory.allocate(JAVA_LONG);
            device.ioctl(Ioctl.BLKGETSIZE64, size);
            return size.get(JAVA_LONG, 0);
        }
    }

    /** A direct read takes whole sectors. A device that is no multiple of them has a rest that nobody can use. */
    private static long end(Descriptor device) {
        long size = size(device);
        return size - size % sectorSize(device);
    }

    private static int sectorSize(Descriptor device) {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment size = memory.allocate(JAVA_INT);
            device.ioctl(Ioctl.BLKSSZGET, size);
            return size.get(JAVA_INT, 0);
        }
    }

    private static MemorySegment read(Descriptor device, Arena memory, long start, long end) {
        if (start >= end) {
            return MemorySegment.NULL;
        }
        MemorySegment buffer = memory.allocate(end - start, MEMORY_ALIGNMENT);
        fill(device, buffer, start);
        return buffer;
    }

    private static void fill(Descriptor device, MemorySegment buffer, long start) {
        long count = device.read(buffer, start);
        if (count < buffer.byteSize()) {
            throw new HostException(
                    "read " + device.path(),
                    Errno.EIO,
                    "ended at byte " + (start + count) + " instead of " + (start + buffer.byteSize()));
        }
    }
}
