package dev.zonal.csi.host.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.zonal.csi.host.ProbeResult;
import dev.zonal.csi.host.ProbeResult.Filesystem;
import dev.zonal.csi.host.ProbeResult.Foreign;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** The superblock of XFS, at byte 0 (struct xfs_dsb, fs/xfs/libxfs/xfs_format.h). Big-endian, its checksum is not. */
final class XfsSuperblock {
    private static final MemorySegment MAGIC = MemorySegment.ofArray("XFSB".getBytes(US_ASCII));
    private static final int VERSION_WITH_CHECKSUM = 5;
    private static final int CHECKSUM = 224;
    private static final long INCOMPATIBLE_NEEDS_REPAIR = 0x10;
    private static final long LARGEST_BLOCK = 65536;
    private static final int LARGEST_SECTOR = 32768;

    private XfsSuperblock() {}

    static Optional<ProbeResult> read(SuperblockBytes device) {
        if (!device.has(0, MAGIC)) {
            return Optional.empty();
        }
        long blockSize = device.big32(4);
        long blocks = device.big64(8);
        int sectorSize = device.big16(102);
        if (blockSize == 0
                || blockSize > LARGEST_BLOCK
                || blocks <= 0
                || blocks > Long.MAX_VALUE / blockSize
                || sectorSize < 512
                || sectorSize > LARGEST_SECTOR) {
            return Optional.of(new Foreign("an XFS filesystem with an impossible size"));
        }
        if ((device.big16(100) & 0xf) != VERSION_WITH_CHECKSUM) {
            // mkfs.xfs has made version 5 for ten years; the older have no checksum that tells whole from damaged.
            return Optional.of(new Foreign("an XFS filesystem of an old format"));
        }
        boolean unfinished = device.u8(126) != 0;
        boolean damaged = (device.big32(216) & INCOMPATIBLE_NEEDS_REPAIR) != 0
                || device.crc32c(0, sectorSize, CHECKSUM) != device.little32(CHECKSUM);
        return Optional.of(
                new Filesystem(FilesystemType.XFS, ByteSize.ofBytes(blocks * blockSize), unfinished || damaged));
    }
}
