package dev.zonal.csi.backend.local.space;

/**
 * What the pool's filesystem may come to need for itself while promises are kept, and what is held back for it
 * (metadata overhead). The rest of its own needs, such as the log and the space that XFS sets aside for its reference
 * counts, is not in what statfs(2) calls available.
 *
 * <p>The figures are upper bounds of what XFS was seen to take on Linux 6.18; {@code FullPromiseIT} fills pools to the
 * last byte with them.
 */
final class FilesystemNeeds {
    /**
     * The map of a file's extents takes 16 bytes for each of them, in blocks that are at least half full. Written block by
     * block in no order, each block of 4096 bytes is an extent: 1/256 with full blocks of the map, 1/128 with half of them.
     */
    private static final long EXTENT_MAP_PART = 128;

    /** A directory, two files, their inodes and names take up to 9 KiB; the tail of the image may be rounded up. */
    private static final long OBJECT_BYTES = 32 << 10;

    /** A write is refused where the blocks that it may need at worst are not free, however few it takes then. */
    private static final long POOL_BYTES = 8 << 20;

    private FilesystemNeeds() {}

    /** The charge, and what the filesystem needs to keep it. */
    static long with(Charge charge) {
        long reserved = charge.reserved().bytes();
        return reserved + reserved / EXTENT_MAP_PART + charge.objects() * OBJECT_BYTES + POOL_BYTES;
    }

    /** The most that one further object can be charged, where the charges and all needs may be so many bytes together. */
    static long largest(long bytes, Charge charged) {
        long both = bytes - (charged.objects() + 1) * OBJECT_BYTES - POOL_BYTES;
        if (both <= 0) {
            return 0;
        }
        // The largest reserved with reserved + reserved / 128 <= both.
        long reserved = both - both / (EXTENT_MAP_PART + 1) - (both % (EXTENT_MAP_PART + 1) == EXTENT_MAP_PART ? 1 : 0);
        return Math.max(0, reserved - charged.reserved().bytes());
    }
}
