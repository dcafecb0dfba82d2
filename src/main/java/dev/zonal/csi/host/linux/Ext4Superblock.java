package dev.zonal.csi.host.linux;

import dev.zonal.csi.host.ProbeResult;
import dev.zonal.csi.host.ProbeResult.Filesystem;
import dev.zonal.csi.host.ProbeResult.Foreign;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import java.util.Optional;

/** The superblock of the ext family, at byte 1024 (Documentation/filesystems/ext4/super.rst). Little-endian. */
final class Ext4Superblock {
    private static final int START = 1024;
    private static final int MAGIC = 0xEF53;

    private static final int STATE_CLEAN = 1;
    private static final int STATE_ERRORS = 2;

    private static final long COMPATIBLE_JOURNAL = 0x4;
    private static final long INCOMPATIBLE_JOURNAL_DEVICE = 0x8;
    private static final long INCOMPATIBLE_64BIT = 0x80;
    private static final long READ_ONLY_METADATA_CHECKSUM = 0x400;
    /** Whatever ext2 and ext3 know; a feature beyond these makes it an ext4, which is how blkid tells them apart. */
    private static final long INCOMPATIBLE_OF_EXT3 = 0x2 | 0x4 | 0x10;

    private static final long READ_ONLY_OF_EXT3 = 0x1 | 0x2 | 0x4;

    private static final int CHECKSUM = 0x3FC;
    private static final int LARGEST_BLOCK_LOG = 6;

    private Ext4Superblock() {}

    static Optional<ProbeResult> read(SuperblockBytes device) {
        if (device.little16(START + 0x38) != MAGIC) {
            return Optional.empty();
        }
        long compatible = device.little32(START + 0x5C);
        long incompatible = device.little32(START + 0x60);
        long readOnly = device.little32(START + 0x64);
        boolean journal = (compatible & COMPATIBLE_JOURNAL) != 0;
        if ((incompatible & INCOMPATIBLE_JOURNAL_DEVICE) != 0) {
            return Optional.of(new Foreign("the journal of an ext4 filesystem"));
        }
        if ((incompatible & ~INCOMPATIBLE_OF_EXT3) == 0 && (readOnly & ~READ_ONLY_OF_EXT3) == 0) {
            return Optional.of(new Foreign(journal ? "an ext3 filesystem" : "an ext2 filesystem"));
        }
        long blockLog = device.little32(START + 0x18);
        long blocks = device.little32(START + 0x04)
                | ((incompatible & INCOMPATIBLE_64BIT) != 0 ? device.little32(START + 0x150) << 32 : 0);
        if (blockLog > LARGEST_BLOCK_LOG || blocks <= 0 || blocks > Long.MAX_VALUE >> (10 + blockLog)) {
            return Optional.of(new Foreign("an ext4 filesystem with an impossible size"));
        }
        int state = device.little16(START + 0x3A);
        boolean errors = (state & STATE_ERRORS) != 0;
        boolean leftOpen = (state & STATE_CLEAN) == 0 && !journal;
        boolean damaged = (readOnly & READ_ONLY_METADATA_CHECKSUM) != 0 && !checksumFits(device);
        return Optional.of(new Filesystem(
                FilesystemType.EXT4, ByteSize.ofBytes(blocks << (10 + blockLog)), errors || leftOpen || damaged));
    }

    /** ext4 keeps the sum without the final inversion that CRC-32C ends with. */
    private static boolean checksumFits(SuperblockBytes device) {
        long sum = device.crc32c(START, START + CHECKSUM, -1);
        return sum >= 0 && (~sum & 0xffff_ffffL) == device.little32(START + CHECKSUM);
    }
}
