package dev.zonal.csi.backend.local.volume;

import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.StorageException;

/** The sizes that a volume of a pool can have, and how many snapshots. */
public final class VolumeLimits {
    public static final ByteSize MINIMUM = ByteSize.ofMebibytes(1);
    public static final ByteSize MAXIMUM = ByteSize.ofGibibytes(16 * 1024);

    /** A snapshot of a volume that was never written costs the pool nothing; what it costs is memory and time at start. */
    public static final int MOST_SNAPSHOTS = 1024;

    /** The sectors of the loop devices: the kernel cuts off what is no multiple of them. */
    public static final long UNIT_BYTES = 4096;

    private VolumeLimits() {}

    public static void check(ByteSize capacity) {
        if (MINIMUM.isMoreThan(capacity) || capacity.isMoreThan(MAXIMUM)) {
            throw new StorageException.OutOfRange(
                    "a volume of " + capacity + " can't be made; the limits are " + MINIMUM + " and " + MAXIMUM);
        }
        if (capacity.bytes() % UNIT_BYTES != 0) {
            throw new StorageException.OutOfRange(
                    "a volume of " + capacity + " can't be made; its size has to be a multiple of " + UNIT_BYTES);
        }
    }
}
