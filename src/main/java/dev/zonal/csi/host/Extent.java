package dev.zonal.csi.host;

/**
 * A run of blocks that a file has on its disk, as fiemap tells of it.
 *
 * @param physicalByte where it begins on the disk; the same for two files where they share it
 * @param written false for what was only reserved (fallocate(2)): it reads as zeros
 * @param shared whether another file may have some of it as well; what is not shared is this file's alone
 */
public record Extent(long physicalByte, long bytes, boolean written, boolean shared) {}
