package dev.zonal.csi.backend.local.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a pool's own thread has to work next: it looks at a disk that serves on a slow beat, and tries one that fails after
 * pauses that grow. Work that has not ended in time shows that the disk does not answer.
 */
final class Rhythm {
    private static final Duration BEAT = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** How long a disk may take for the smallest write. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How long all may take that is looked at beside that. */
    private static final Duration LONG_PATIENCE = Duration.ofMinutes(2);

    private Instant last;
    private Duration pause = BEAT;
    private Optional<Instant> working = Optional.empty();
    private Duration patience = PATIENCE;

    Rhythm(Instant now) {
        last = now;
    }

    /** Whether work is to be begun now; then it counts as begun. */
    synchronized boolean begins(Instant now) {
        // A clock that was set back must not stop the beat.
        boolean due = working.isEmpty() && (now.isBefore(last) || !now.isBefore(last.plus(pause)));
        if (due) {
            begun(now);
        }
        return due;
    }

    synchronized void begun(Instant now) {
        working = Optional.of(now);
        patience = PATIENCE;
    }

    /** The disk has answered; what follows may be much. */
    synchronized void answered(Instant now) {
        working = Optional.of(now);
        patience = LONG_PATIENCE;
    }

    /** @param well whether the disk did what it was asked for */
    synchronized void ended(Instant now, boolean well) {
        working = Optional.empty();
        last = now;
        Duration longer = pause.multipliedBy(2);
        pause = well ? BEAT : longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }

    /** The next work comes after the shortest pause. */
    synchronized void hurry(Instant now) {
        last = now;
        pause = BEAT;
    }

    /** Since when work runs that takes longer than a disk may. */
    synchronized Optional<Instant> stuckSince(Instant now) {
        return working.filter(began -> now.isAfter(began.plus(patience)));
    }
}
