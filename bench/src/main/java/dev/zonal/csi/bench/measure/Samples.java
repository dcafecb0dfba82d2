package dev.zonal.csi.bench.measure;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.LongStream;

/** What one action took, again and again. */
public final class Samples {
    private static final double NANOS_PER_MILLISECOND = 1e6;

    private final long[] sortedNanos;

    private Samples(long[] sortedNanos) {
        this.sortedNanos = sortedNanos;
    }

    public static Samples of(LongStream nanos) {
        return new Samples(nanos.sorted().toArray());
    }

    public static Samples of(Collection<Long> nanos) {
        return of(nanos.stream().mapToLong(Long::longValue));
    }

    public Samples plus(Samples other) {
        return of(LongStream.concat(Arrays.stream(sortedNanos), Arrays.stream(other.sortedNanos)));
    }

    public int count() {
        return sortedNanos.length;
    }

    public double medianMillis() {
        return quantileMillis(0.5);
    }

    public double p99Millis() {
        return quantileMillis(0.99);
    }

    public double longestMillis() {
        return quantileMillis(1);
    }

    public double sumMillis() {
        return Arrays.stream(sortedNanos).sum() / NANOS_PER_MILLISECOND;
    }

    /** By the nearest rank: one of what was seen. */
    public double quantileMillis(double share) {
        if (sortedNanos.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(share * sortedNanos.length);
        return sortedNanos[Math.max(0, rank - 1)] / NANOS_PER_MILLISECOND;
    }
}
