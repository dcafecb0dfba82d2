package dev.zonal.csi.concurrent;

import dev.zonal.csi.model.StorageException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Until when the caller waits. Bound to the call's thread by the server; work asks at its safe points, by
 * {@link #checkpoint}, whether anybody still does.
 *
 * <p>A safe point lies before an expensive step, never between one and the effect that keeps its result: a clone that
 * takes longer than each of its callers waits would be thrown away each time, and never be made. Work that has begun such
 * a step goes on to where a retry finds it done, whoever is gone meanwhile.
 */
public final class Deadline {
    private static final ScopedValue<Deadline> CURRENT = ScopedValue.newInstance();
    private static final Deadline NONE = new Deadline(Optional.empty(), () -> false, System::nanoTime);

    /** Farther away than any clock of the caller reaches, and near enough to be reckoned with in nanoseconds. */
    private static final Duration FARTHEST = Duration.ofDays(100 * 365);

    private final Optional<Long> end;
    private final BooleanSupplier cancelled;
    private final LongSupplier nanoTime;

    private Deadline(Optional<Long> end, BooleanSupplier cancelled, LongSupplier nanoTime) {
        this.end = end;
        this.cancelled = cancelled;
        this.nanoTime = nanoTime;
    }

    /** The deadline of the call that this thread serves; none outside of calls. */
    public static Deadline current() {
        return CURRENT.orElse(NONE);
    }

    /**
     * @param remaining how long the caller still waits, empty where it waits for ever
     * @param cancelled whether the caller went away
     */
    public static Deadline of(Optional<Duration> remaining, BooleanSupplier cancelled) {
        return of(remaining, cancelled, System::nanoTime);
    }

    /** As above, by a clock of one's own. */
    static Deadline of(Optional<Duration> remaining, BooleanSupplier cancelled, LongSupplier nanoTime) {
        return new Deadline(
                remaining.map(
                        duration -> nanoTime.getAsLong() + bounded(duration).toNanos()),
                cancelled,
                nanoTime);
    }

    private static Duration bounded(Duration remaining) {
        if (remaining.isNegative()) {
            return Duration.ZERO;
        }
        return remaining.compareTo(FARTHEST) < 0 ? remaining : FARTHEST;
    }

    /** Runs the work with this deadline bound to the thread. */
    public void bind(Runnable work) {
        ScopedValue.where(CURRENT, this).run(work);
    }

    /** Runs the work with this deadline bound to the thread. */
    public <T> T call(Supplier<T> work) {
        return ScopedValue.where(CURRENT, this).call(work::get);
    }

    /** How long the caller still waits; empty where it waits for ever. */
    public Optional<Duration> remaining() {
        return end.map(at -> Duration.ofNanos(Math.max(0, at - nanoTime.getAsLong())));
    }

    /**
     * A safe point: goes on only while somebody waits for the answer.
     *
     * @throws StorageException.DeadlineExceeded where nobody does
     */
    public void checkpoint() {
        if (cancelled.getAsBoolean()) {
            throw new StorageException.DeadlineExceeded("the caller went away; a retry finishes what was begun");
        }
        if (remaining().map(Duration::isZero).orElse(false)) {
            throw new StorageException.DeadlineExceeded("the deadline passed; a retry finishes what was begun");
        }
    }
}
