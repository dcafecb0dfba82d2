package dev.zonal.csi.concurrent;

import dev.zonal.csi.model.StorageException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for work that runs on another thread. */
final class Results {
    private Results() {}

    /**
     * The result; what the work throws is thrown here.
     *
     * @param atMost how long to wait for it, empty for as long as it takes
     * @throws StorageException.DeadlineExceeded where that time ended first; the work goes on
     */
    static <T> T await(Future<T> work, Optional<Duration> atMost) {
        try {
            return atMost.isPresent() ? work.get(atMost.get().toNanos(), TimeUnit.NANOSECONDS) : work.get();
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
