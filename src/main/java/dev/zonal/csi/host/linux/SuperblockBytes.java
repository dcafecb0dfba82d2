package dev.zonal.csi.host.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/** Numbers of either byte order at any place; what is past the end reads as zero, and no mark is there. */
record SuperblockBytes(MemorySegment bytes) {
    long size() {
        return bytes.byteSize();
    }

    private boolean reaches(long end) {
        return end <= bytes.byteSize();
    }

    int u8(long offset) {
        return reaches(offset + 1) ? Byte.toUnsignedInt(bytes.get(JAVA_BYTE, offset)) : 0;
    }

    int little16(long offset) {
        return reaches(offset + 2)
                ? Short.toUnsignedInt(bytes.get(JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN), offset))
                : 0;
    }

    long little32(long offset) {
        return reaches(offset + 4)
                ? Integer.toUnsignedLong(bytes.get(JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN), offset))
                : 0;
    }

    long little64(long offset) {
        return reaches(offset + 8) ? bytes.get(JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN), offset) : 0;
    }

    int big16(long offset) {
        return reaches(offset + 2)
                ? Short.toUnsignedInt(bytes.get(JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN), offset))
                : 0;
    }

    long big32(long offset) {
        return reaches(offset + 4)
                ? Integer.toUnsignedLong(bytes.get(JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN), offset))
                : 0;
    }

    long big64(long offset) {
        return reaches(offset + 8) ? bytes.get(JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN), offset) : 0;
    }

    boolean has(long offset, MemorySegment expected) {
        long end = offset + expected.byteSize();
        return offset >= 0
                && reaches(end)
                && MemorySegment.mismatch(bytes, offset, end, expected, 0, expected.byteSize()) < 0;
    }

    /**
     * The CRC-32C of a range, in which four bytes may be taken as zeros: those that hold the checksum itself. -1 where
     * the range is past the end.
     */
    long crc32c(long start, long end, long zeroedAt) {
        if (!reaches(end)) {
            return -1;
        }
        byte[] range = bytes.asSlice(start, end - start).toArray(JAVA_BYTE);
        if (zeroedAt >= start) {
            for (int i = 0; i < Integer.BYTES; i++) {
                range[(int) (zeroedAt - start) + i] = 0;
            }
        }
        CRC32C sum = new CRC32C();
        sum.update(range);
        return sum.getValue();
    }
}
