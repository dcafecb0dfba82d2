package dev.zonal.csi.concurrent;

import dev.zonal.csi.concurrent.KeyedLocks.Attempt;
import dev.zonal.csi.model.StorageException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Runs the work of use cases on {@link BoundedThreads}, each under the {@link KeyedLocks} of the objects that it touches.
 * Its caller waits as long as its {@link Deadline} says.
 *
 * <p>A lock is held until the work itself has ended, even where its caller stopped waiting: a retry that comes too early
 * is told that the operation is still running, and never meets it half-way.
 */
public final class Operations implements AutoCloseable {
    private final KeyedLocks locks = new KeyedLocks();
    private final BoundedThreads threads;

    /**
     * @param maximumThreads how many operations run at once
     * @param maximumQueued how many more may wait for a thread
     */
    public Operations(int maximumThreads, int maximumQueued) {
        this(new BoundedThreads(maximumThreads, maximumQueued));
    }

    Operations(BoundedThreads threads) {
        this.threads = threads;
    }

    /** Runs work that needs no object for itself. */
    public <T> T run(Supplier<T> work) {
        return run(List.of(), work);
    }

    /**
     * Runs the work while all claims are held.
     *
     * @throws StorageException.Aborted at once, where another operation has one of the objects
     * @throws StorageException.Unavailable at once, where too many operations wait already
     * @throws StorageException.DeadlineExceeded where the caller's time ended first; the work goes on to its next safe
     *     point
     */
    public <T> T run(Collection<Claim> claims, Supplier<T> work) {
        return run(acquire(claims), work);
    }

    /** The same, for work that has no result. */
    public void run(Collection<Claim> claims, Runnable work) {
        run(claims, () -> {
            work.run();
            return true;
        });
    }

    /**
     * The same, for work that is often done already: a look at memory, under the same claims and on the caller's own
     * thread, and the work where it finds nothing. So a retry is answered though all threads hang on a disk.
     */
    public <T> T findOrRun(Collection<Claim> claims, Supplier<Optional<T>> find, Supplier<T> work) {
        Attempt.Held held = acquire(claims);
        try {
            Optional<T> found = find.get();
            if (found.isPresent()) {
                held.close();
                return found.get();
            }
        } catch (RuntimeException | Error failed) {
            held.close();
            throw failed;
        }
        return run(held, work);
    }

    private Attempt.Held acquire(Collection<Claim> claims) {
        return switch (locks.tryAcquire(claims)) {
            case Attempt.Held held -> held;
            case Attempt.Busy busy ->
                throw new StorageException.Aborted(
                        "another operation on " + busy.key() + " is running; try again when it has ended");
        };
    }

    private <T> T run(Attempt.Held held, Supplier<T> work) {
        Deadline deadline = Deadline.current();
        Future<T> running;
        try {
            running = threads.submit(() -> {
                try (held) {
                    deadline.checkpoint();
                    return deadline.call(work);
                }
            });
        } catch (StorageException.Unavailable refused) {
            held.close();
            throw refused;
        }
        return Results.await(running, deadline.remaining());
    }

    /** How many objects are claimed by running operations. */
    public int claimed() {
        return locks.size();
    }

    /** How many operations wait for a thread. */
    public int queued() {
        return threads.queued();
    }

    /** Takes no more work; what runs goes on to its end. */
    @Override
    public void close() {
        threads.close();
    }

    /** Waits until everything that was running has ended; false where it took longer. */
    public boolean awaitEnd(Duration atMost) {
        return threads.awaitEnd(atMost);
    }
}
