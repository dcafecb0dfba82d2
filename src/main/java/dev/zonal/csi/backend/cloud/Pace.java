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

    /** So many turns without a refusal: the limit may be a wider one again. */
    private static final int TRIED_AFTER = 100;

    private Duration spacing = Duration.ZERO;
    private Duration longestAsked = Duration.ZERO;
    private int unrefused;
    private Instant next = Instant.MIN;

    /** Whether calls of this kind wait as long as that by themselves, once one of them was throttled. */
    static boolean isWaitedFor(Duration retryAfter) {
        return retryAfter.compareTo(LONGEST) <= 0;
    }

    /**
     * The place of one call.
     *
     * @param pause how long until its turn
     * @param spacing of the calls when it got that
     */
    record Turn(Duration pause, Duration spacing) {}

    /** The turn of the next call; it is taken. */
    synchronized Turn take(Instant now) {
        if (now.isAfter(next.plus(spacing.multipliedBy(FORGOTTEN_AFTER)))) {
            spacing = Duration.ZERO;
            longestAsked = Duration.ZERO;
        }
        if (++unrefused > TRIED_AFTER) {
            spacing = spacing.multipliedBy(3).dividedBy(4);
            unrefused = 0;
        }
        Instant at = now.isAfter(next) ? now : next;
        if (spacing.isPositive()) {
            next = at.plus(spacing);
        }
        return new Turn(spacing.isZero() ? Duration.ZERO : Duration.between(now, at), spacing);
    }

    /**
     * A call was throttled: those that follow are further apart by what was missing, up to twice as far. Of many that had
     * their turns before that, each would say the same: the first is believed.
     *
     * <p>Twice what was ever missing is enough for every limit. A cloud that throttles however far apart its calls are is not
     * to be asked more and more seldom.
     */
    synchronized void throttled(Turn turn, Instant now, Duration retryAfter) {
        if (!isWaitedFor(retryAfter)) {
            return;
        }
        longestAsked = longestAsked.compareTo(retryAfter) < 0 ? retryAfter : longestAsked;
        if (turn.spacing().equals(spacing)) {
            Duration wider = spacing.isZero() ? retryAfter : spacing.plus(shorter(spacing, retryAfter));
            spacing = shorter(wider, shorter(longestAsked.multipliedBy(2), LONGEST));
            unrefused = 0;
        }
        Instant free = now.plus(retryAfter);
        next = free.isAfter(next) ? free : next;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
