package dev.zonal.csi.backend.local.space;

import dev.zonal.csi.model.ByteSize;

/**
 * What one object costs its pool.
 *
 * @param logical what workloads see of it
 * @param reserved what it may come to take on the disk
 */
public record Charge(ByteSize logical, ByteSize reserved) {
    public static final Charge NOTHING = new Charge(ByteSize.ZERO, ByteSize.ZERO);

    public static Charge ofVolume(ByteSize capacity) {
        return new Charge(capacity, capacity);
    }

    /** @param held what the image had allocated when it was cut: so much it keeps when its source is written anew */
    public static Charge ofSnapshot(ByteSize held) {
        return new Charge(ByteSize.ZERO, held);
    }

    public Charge plus(Charge other) {
        return new Charge(logical.plus(other.logical), reserved.plus(other.reserved));
    }

    public Charge minus(Charge other) {
        return new Charge(logical.minusOrZero(other.logical), reserved.minusOrZero(other.reserved));
    }
}
