package dev.zonal.csi.host.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.zonal.csi.host.ProbeResult;
import dev.zonal.csi.host.ProbeResult.Filesystem;
import dev.zonal.csi.host.ProbeResult.Foreign;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** The primary superblock of btrfs, at 64 KiB (struct btrfs_super_block, fs/btrfs/accessors.h). Little-endian. */
final class BtrfsSuperblock {
    private static final int START = 64 * 1024;
    static final int MAGIC_OFFSET = START + 0x40;

    private static final MemorySegment MAGIC = MemorySegment.ofArray("_BHRfS_M".getBytes(US_ASCII));
    private static final int BYTES = 4096;
    private static final int TOTAL_BYTES = 0x70;
    private static final int CHECKSUM_TYPE = 0xC4;
    private static final int CRC32C = 0;
    private static final int CHECKSUM_BYTES = 32;

    private BtrfsSuperblock() {}

    static Optional<ProbeResult> read(SuperblockBytes device) {
        if (!device.has(MAGIC_OFFSET, MAGIC)) {
            return Optional.empty();
        }
        long size = device.little64(START + TOTAL_BYTES);
        if (size <= 0) {
            return Optional.of(new Foreign("a btrfs filesystem with an impossible size"));
        }
        boolean damaged = device.little16(START + CHECKSUM_TYPE) == CRC32C
                && device.crc32c(START + CHECKSUM_BYTES, START + BYTES, -1) != device.little32(START);
        return Optional.of(new Filesystem(FilesystemType.BTRFS, ByteSize.ofBytes(size), damaged));
    }
}
