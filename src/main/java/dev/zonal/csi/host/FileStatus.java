package dev.zonal.csi.host;

/**
 * What stat(2) says of one path, its last component not followed.
 *
 * @param kind what stands there
 * @param identity which file it is
 * @param sizeBytes its length
 * @param allocatedBytes what it takes on the disk (st_blocks × 512); shared extents count in each of their files
 * @param deviceNumber for a device node the device that it names, else 0
 */
public record FileStatus(Kind kind, FileIdentity identity, long sizeBytes, long allocatedBytes, long deviceNumber) {
    public enum Kind {
        FILE,
        DIRECTORY,
        SYMBOLIC_LINK,
        BLOCK_DEVICE,
        OTHER
    }
}
