package dev.zonal.csi.bench.measure;

/**
 * What a crowd did.
 *
 * @param latencies what each call took
 * @param tookNanos from the first call's begin to the last one's end
 */
public record Batch(Samples latencies, long tookNanos) {
    public double perSecond() {
        return latencies.count() * 1e9 / tookNanos;
    }

    /** Both together, as if one after the other. */
    public Batch plus(Batch other) {
        return new Batch(latencies.plus(other.latencies), tookNanos + other.tookNanos);
    }
}
