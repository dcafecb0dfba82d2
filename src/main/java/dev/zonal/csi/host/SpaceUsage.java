package dev.zonal.csi.host;

/**
 * What statfs(2) says of one filesystem. {@code availableBytes} is what an unprivileged writer gets.
 *
 * @param inodes 0 where the filesystem has no fixed number of them (btrfs)
 */
public record SpaceUsage(
        long totalBytes, long freeBytes, long availableBytes, long inodes, long freeInodes, long filesystemMagic) {}
