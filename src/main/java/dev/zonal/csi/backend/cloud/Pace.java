package dev.zonal.csi.backend.cloud;

import java.time.Duration;
import java.time.Instant;

/**
 * How fast calls of one kind may follow each other (adaptive rate limiting): as fast as they come until the cloud throttles
 * one, then as far apart as it asks. So the calls of many wait here, and not each by being refused.
 */
final class Pace {
    /** A longer wait is about one object, and not about the rate of calls. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final int FORGOTTEN_AFTER = 100;

    private Duration spacing = Duration.ZERO;
    private Instant next = Instant.MIN;

    /** Whether calls of this kind wait as long as that by themselves, once one of them was throttled. */
    static boolean isWaitedFor(Duration retryAfter) {
        return retryAfter.compareTo(LONGEST) <= 0;
    }

    /** How long the next call has to wait; its place is taken. */
    synchronized Duration take(Instant now) {
        if (spacing.isZero()) {
            return Duration.ZERO;
        }
        if (now.isAfter(next.plus(spacing.multipliedBy(FORGOTTEN_AFTER)))) {
            spacing = Duration.ZERO;
            return Duration.ZERO;
        }
        Instant slot = now.isAfter(next) ? now : next;
        next = slot.plus(spacing);
        return Duration.between(now, slot);
    }

    /** A call was throttled: those that follow are further apart. */
    synchronized void throttled(Instant now, Duration retryAfter) {
        if (!isWaitedFor(retryAfter)) {
            return;
        }
        Duration wider = spacing.plus(spacing.dividedBy(8));
        spacing = wider.compareTo(retryAfter) > 0 ? wider : retryAfter;
        spacing = spacing.compareTo(LONGEST) > 0 ? LONGEST : spacing;
        Instant free = now.plus(retryAfter);
        next = free.isAfter(next) ? free : next;
    }
}
