package dev.zonal.csi.concurrent;

import dev.zonal.csi.concurrent.KeyedLocks.Attempt;
import dev.zonal.csi.model.StorageException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Runs the work of a use case: under the locks of the objects that it touches, and on a bounded pool of platform
 * threads, because a foreign call pins the thread that makes it and a virtual thread's carriers are as few as cores.
 * Who runs on such a thread already, by {@link #execute}, goes on there; anybody else waits for it.
 *
 * <p>A lock is held until the work itself has ended, even where its caller stopped waiting: a retry that comes too early
 * is told that the operation is still running, and never meets it half-way.
 */
public final class Operations implements Executor, AutoCloseable {
    private static final Duration IDLE_THREAD_KEPT = Duration.ofSeconds(30);

    /** Bound on the threads of the pool, to whom they belong. */
    private static final ScopedValue<Operations> POOL = ScopedValue.newInstance();

    private final KeyedLocks locks = new KeyedLocks();
    private final ThreadPoolExecutor threads;

    /**
     * @param maximumThreads how many operations run at once
     * @param maximumQueued how many more may wait for a thread
     */
    public Operations(int maximumThreads, int maximumQueued) {
        this(
                maximumThreads,
                maximumQueued,
                Thread.ofPlatform().name("operation-", 0).daemon().factory());
    }

    Operations(int maximumThreads, int maximumQueued, ThreadFactory factory) {
        threads = new ThreadPoolExecutor(
                maximumThreads,
                maximumThreads,
                IDLE_THREAD_KEPT.toSeconds(),
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(maximumQueued),
                factory);
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs all of a call on a thread of the pool, so that what it does by {@link #run} changes threads no more.
     *
     * @throws StorageException.Unavailable at once, where too many operations wait already
     */
    @Override
    public void execute(Runnable call) {
        enqueue(() -> ScopedValue.where(POOL, this).run(call));
    }

    /** Runs work that needs no object for itself. */
    public <T> T run(Supplier<T> work) {
        return run(List.of(), work);
    }

    /**
     * Runs the work while all claims are held, and waits for it as long as the caller's {@link Deadline} says.
     *
     * @throws StorageException.Aborted at once, where another operation has one of the objects
     * @throws StorageException.Unavailable at once, where too many operations wait already
     * @throws StorageException.DeadlineExceeded where the caller's time ended first; the work goes on to its next safe
     *     point
     */
    public <T> T run(Collection<Claim> claims, Supplier<T> work) {
        AtOnce.endsHere();
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
     * The same, for work that is often done already: a look at memory answers under the same claims without a thread of
     * the pool, and the work runs only where it finds nothing.
     */
    public <T> T findOrRun(Collection<Claim> claims, Supplier<Optional<T>> find, Supplier<T> work) {
        Attempt.Held held = acquire(claims);
        try {
            Optional<T> found = find.get();
            if (found.isPresent()) {
                held.close();
                return found.get();
            }
            AtOnce.endsHere();
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
        Supplier<T> claimed = () -> {
            try (held) {
                deadline.checkpoint();
                return deadline.call(work);
            }
        };
        if (POOL.isBound() && POOL.get() == this) {
            return claimed.get();
        }
        FutureTask<T> task = new FutureTask<>(claimed::get);
        try {
            enqueue(task);
        } catch (StorageException.Unavailable refused) {
            held.close();
            throw refused;
        }
        return await(task);
    }

    private void enqueue(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException rejected) {
            throw new StorageException.Unavailable(
                    threads.isShutdown()
                            ? "the driver is stopping"
                            : "the driver is busy with " + threads.getActiveCount() + " operations and " + queued()
                                    + " wait; try again");
        } catch (OutOfMemoryError noThread) {
            throw new StorageException.Unavailable(
                    "this host lets the driver have no more threads; try again", noThread);
        }
    }

    private static <T> T await(FutureTask<T> task) {
        Optional<Duration> remaining = Deadline.current().remaining();
        try {
            return remaining.isPresent() ? task.get(remaining.get().toNanos(), TimeUnit.NANOSECONDS) : task.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (TimeoutException late) {
            throw new StorageException.DeadlineExceeded(
                    "the deadline passed; what was begun goes on to its next safe point, and a retry finishes it");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StorageException.Unavailable("the driver is stopping");
        }
    }

    /** How many objects are claimed by running operations. */
    public int claimed() {
        return locks.size();
    }

    /** How many operations wait for a thread. */
    public int queued() {
        return threads.getQueue().size();
    }

    /** Takes no more work; what runs goes on to its end. */
    @Override
    public void close() {
        threads.shutdown();
    }

    /** Waits until everything that was running has ended; false where it took longer. */
    public boolean awaitEnd(Duration atMost) {
        try {
            return threads.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
