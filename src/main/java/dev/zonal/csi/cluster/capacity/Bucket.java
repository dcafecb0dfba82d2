package dev.zonal.csi.cluster.capacity;

import dev.zonal.csi.model.ByteSize;
import java.util.Optional;

/**
 * A size of a fixed row, four to the octave: it stands for all sizes from it up to the next one. So nothing is overstated,
 * and nothing understated by more than 16 %.
 */
record Bucket(ByteSize size) implements Comparable<Bucket> {
    static final Bucket NONE = new Bucket(ByteSize.ZERO);

    /** The fourth roots of 2, in 1,024ths, rounded down: in every larger unit of bytes they are whole numbers. */
    private static final long[] STEPS = {1024, 1217, 1448, 1722};

    private static final int BITS_OF_STEP = 11;

    /** The greatest one that is not above it; what is less than a kibibyte is nothing. */
    static Bucket of(ByteSize room) {
        int shift = Long.SIZE - BITS_OF_STEP - Long.numberOfLeadingZeros(room.bytes());
        Bucket bucket = NONE;
        for (long step : STEPS) {
            if (shift >= 0 && step <= room.bytes() >> shift) {
                bucket = new Bucket(ByteSize.ofBytes(step << shift));
            }
        }
        return bucket;
    }

    /** The one that a label's value means, where somebody else has not written something else. */
    static Optional<Bucket> parse(String text) {
        try {
            ByteSize size = ByteSize.parse(text);
            return Optional.of(new Bucket(size)).filter(Bucket.of(size)::equals);
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    boolean isNone() {
        return equals(NONE);
    }

    @Override
    public int compareTo(Bucket other) {
        return size.compareTo(other.size);
    }

    /** As it stands in a label: {@code 1217Gi}. */
    @Override
    public String toString() {
        return size.toString();
    }
}
