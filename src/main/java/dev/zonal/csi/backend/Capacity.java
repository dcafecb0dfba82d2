package dev.zonal.csi.backend;

import dev.zonal.csi.model.ByteSize;

/**
 * What a home has room for.
 *
 * @param available the sum of what can still be provisioned
 * @param maximumVolume the largest single volume that can be made now
 * @param minimumVolume the smallest volume that it makes
 */
public record Capacity(ByteSize available, ByteSize maximumVolume, ByteSize minimumVolume) {
    public static final Capacity NONE = new Capacity(ByteSize.ZERO, ByteSize.ZERO, ByteSize.ZERO);

    /** What two homes have room for together; a volume lies on one of them. */
    public Capacity plus(Capacity other) {
        return new Capacity(
                available.plus(other.available),
                ByteSize.max(maximumVolume, other.maximumVolume),
                ByteSize.min(minimumVolume, other.minimumVolume));
    }
}
