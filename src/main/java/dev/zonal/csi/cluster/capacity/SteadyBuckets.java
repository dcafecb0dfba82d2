package dev.zonal.csi.cluster.capacity;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Which buckets are published as free space goes up and down: a lower one at once, since nothing is ever overstated; a higher
 * one when there was as much for a while, so that room that comes and goes writes no labels. Where nothing is published,
 * anything is at once.
 */
final class SteadyBuckets {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What there was at least since it has been more than is published. */
    private record Rise(Bucket least, long since) {}

    private Map<Spot, Rise> rises = Map.of();

    /**
     * @param published what is said now
     * @param free what there is now, of every spot that has anything
     * @param nanoTime of a clock that never goes back
     * @return what to say from now on
     */
    Map<Spot, Bucket> settle(Map<Spot, Bucket> published, Map<Spot, Bucket> free, long nanoTime) {
        Map<Spot, Bucket> settled = new HashMap<>();
        Map<Spot, Rise> still = new HashMap<>();
        free.forEach((spot, now) -> {
            Bucket said = published.getOrDefault(spot, Bucket.NONE);
            if (said.isNone() || now.compareTo(said) <= 0) {
                settled.put(spot, now);
                return;
            }
            Rise before = rises.getOrDefault(spot, new Rise(now, nanoTime));
            Rise rise = new Rise(now.compareTo(before.least()) < 0 ? now : before.least(), before.since());
            if (nanoTime - rise.since() >= PATIENCE.toNanos()) {
                settled.put(spot, rise.least());
            } else {
                still.put(spot, rise);
                settled.put(spot, said);
            }
        });
        rises = still;
        return settled;
    }
}
