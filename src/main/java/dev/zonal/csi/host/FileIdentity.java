package dev.zonal.csi.host;

/**
 * Which file it is, whatever its path: the kernel's own key.
 *
 * @param device the filesystem's device number (st_dev, as the kernel encodes it for user space)
 * @param inode the inode's number (st_ino)
 */
public record FileIdentity(long device, long inode) {}
