package dev.zonal.csi.concurrent;

import dev.zonal.csi.model.StorageException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for several things that begin at once, and for none of them longer than a time that is the same for all. */
public final class BoundedWait {
    private BoundedWait() {}

    /**
     * Returns when all are done, or the time is over: what is not done by then says so itself to whoever asks for it. What
     * one of them fails with is thrown here.
     *
     * @throws StorageException.Unavailable where the waiting thread is interrupted
     */
    public static void forAll(Collection<? extends CompletableFuture<?>> begun, Duration atMost) {
        try {
            CompletableFuture.allOf(begun.toArray(CompletableFuture[]::new))
                    .get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException slow) {
            // See above.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StorageException.Unavailable("the driver is stopping");
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case RuntimeException unexpected -> throw unexpected;
                case Error broken -> throw broken;
                case null, default -> throw new IllegalStateException(failed);
            }
        }
    }
}
