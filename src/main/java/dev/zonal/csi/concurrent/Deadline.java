package dev.zonal.csi.concurrent;

import dev.zonal.csi.model.StorageException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Until when the caller waits. Bound to the call's thread by the server; work asks at its safe points, where stopping
 * leaves a state that a retry can finish.
 */
public final class Deadline {
    private static final ScopedValue<Deadline> CURRENT = ScopedValue.newInstance();
    private static final Deadline NONE = new Deadline(Optional.empty(), () -> false);

    private final Optional<Long> nanoTime;
    private final BooleanSupplier cancelled;

    private Deadline(Optional<Long> nanoTime, BooleanSupplier cancelled) {
        this.nanoTime = nanoTime;
        this.cancelled = cancelled;
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
        return new Deadline(remaining.map(duration -> System.nanoTime() + duration.toNanos()), cancelled);
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
        return nanoTime.map(end -> Duration.ofNanos(Math.max(0, end - System.nanoTime())));
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
