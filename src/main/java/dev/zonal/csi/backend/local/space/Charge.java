package dev.zonal.csi.backend.local.space;

import dev.zonal.csi.model.ByteSize;

/**
 * What an object costs its pool.
 *
 * @param logical what workloads see of it
 * @param reserved the most that its image may come to take on the disk
 * @param objects 1 for a volume or a snapshot, 0 for a change of one, more for a sum
 */
public record Charge(ByteSize logical, ByteSize reserved, long objects) {
    public static final Charge NOTHING = new Charge(ByteSize.ZERO, ByteSize.ZERO, 0);

    /** Each of its bytes may come to be written, and shared with nobody. */
    public static Charge ofVolume(ByteSize capacity) {
        return new Charge(capacity, capacity, 1);
    }

    public static Charge ofExpansion(ByteSize from, ByteSize to) {
        ByteSize more = to.minusOrZero(from);
        return new Charge(more, more, 0);
    }

    /** @param held what its image has on the disk, shared or not: so much it keeps when its source is written anew */
    public static Charge ofSnapshot(ByteSize held) {
        return new Charge(ByteSize.ZERO, held, 1);
    }

    public Charge plus(Charge other) {
        return new Charge(logical.plus(other.logical), reserved.plus(other.reserved), objects + other.objects);
    }

    public Charge minus(Charge other) {
        return new Charge(
                logical.minusOrZero(other.logical),
                reserved.minusOrZero(other.reserved),
                Math.max(0, objects - other.objects));
    }
}
