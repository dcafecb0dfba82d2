package dev.zonal.csi.concurrent;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with jitter: each pause is drawn from the upper half of a span that doubles up to a limit, so that
 * many controllers do not come back to an agent, or one to many agents, all at the same moment.
 */
public final class Backoff {
    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private Duration span;

    public Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
        this.span = first;
    }

    /** How long to pause now. */
    public Duration next() {
        long nanos = span.toNanos();
        Duration pause = Duration.ofNanos(nanos - random.nextLong(nanos / 2 + 1));
        Duration doubled = span.multipliedBy(2);
        span = doubled.compareTo(longest) < 0 ? doubled : longest;
        return pause;
    }

    /** It went well: the next pause is a short one. */
    public void reset() {
        span = first;
    }
}
