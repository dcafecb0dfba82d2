package dev.zonal.csi.concurrent;

import dev.zonal.csi.model.StorageException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Hands work to other threads and waits for its result, as long as the caller's {@link Deadline} says. */
final class Handover {
    private Handover() {}

    /**
     * @param entered told before the work is handed on
     * @param left told when it has ended, or was not taken
     */
    static <T> T to(ThreadPoolExecutor threads, Runnable entered, Runnable left, Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(() -> {
            try {
                return work.get();
            } finally {
                left.run();
            }
        });
        entered.run();
        try {
            enqueue(threads, task);
        } catch (StorageException.Unavailable refused) {
            left.run();
            throw refused;
        }
        return await(task);
    }

    private static void enqueue(ThreadPoolExecutor threads, Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException rejected) {
            throw new StorageException.Unavailable(
                    threads.isShutdown()
                            ? "the driver is stopping"
                            : "the driver is busy with " + threads.getActiveCount() + " operations and "
                                    + threads.getQueue().size() + " wait; try again");
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
}
