package dev.zonal.csi.concurrent;

import dev.zonal.csi.model.StorageException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A bounded thread pool with a bounded queue. Of platform threads for work that makes blocking system calls: a foreign
 * call blocks the thread that makes it, and the carriers of virtual threads are only as many as the processors. Of virtual
 * threads for work that waits for a network.
 */
public final class BoundedThreads implements AutoCloseable {
    private static final Duration IDLE_THREAD_KEPT = Duration.ofSeconds(30);

    private final ThreadPoolExecutor threads;

    /**
     * Platform threads.
     *
     * @param maximumThreads how many tasks run at once
     * @param maximumQueued how many more may wait for a thread
     */
    public BoundedThreads(int maximumThreads, int maximumQueued) {
        this(
                maximumThreads,
                maximumQueued,
                Thread.ofPlatform().name("operation-", 0).daemon().factory());
    }

    /** The same of virtual threads: such work must make no blocking system call. */
    static BoundedThreads virtual(int maximumThreads, int maximumQueued) {
        return new BoundedThreads(
                maximumThreads,
                maximumQueued,
                Thread.ofVirtual().name("operation-", 0).factory());
    }

    BoundedThreads(int maximumThreads, int maximumQueued, ThreadFactory factory) {
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
     * Has the work run on one of the threads.
     *
     * @throws StorageException.Unavailable at once, where too much waits already; the work is not begun then
     */
    <T> Future<T> submit(Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        try {
            threads.execute(task);
            return task;
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

    /** How many tasks wait for a thread. */
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
