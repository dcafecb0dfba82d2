package dev.zonal.csi.backend.local.space;

/**
 * How full a pool's filesystem is at one moment (disk usage), with what it takes to tell our own blocks from others'.
 *
 * @param totalBytes the size of the filesystem
 * @param freeBytes what can still be written to it
 * @param imagesBytes what the images of the pool have on it, shared blocks once; never more than they have
 * @param holesBytes how much the pool's backing file may still take from the host's filesystem: its holes. For a pool
 *     that stands on no file, all that is free is still to be taken from its own filesystem
 * @param sourceFreeBytes what is free where that is taken from
 */
public record Occupancy(long totalBytes, long freeBytes, long imagesBytes, long holesBytes, long sourceFreeBytes) {
    /** A pool that stands on no file, or on one that has all its blocks. */
    public static Occupancy of(long totalBytes, long freeBytes, long imagesBytes) {
        return new Occupancy(totalBytes, freeBytes, imagesBytes, freeBytes, freeBytes);
    }
}
