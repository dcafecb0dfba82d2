package dev.zonal.csi.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.model.StorageException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** Operations with two threads and room for one more in the queue, and work on them that ends when a test says so. */
final class OperationsBench implements AutoCloseable {
    static final List<Claim> VOLUME = List.of(new Claim("vol-a", false));

    final Operations operations = new Operations(2, 1, EveryHome.ALONE);
    final CountDownLatch mayEnd = new CountDownLatch(1);

    /** Starts work that goes on until it may end; returns once it runs. */
    CompletableFuture<String> started(List<Claim> claims) {
        CountDownLatch running = new CountDownLatch(1);
        CompletableFuture<String> result = CompletableFuture.supplyAsync(
                () -> operations.run(claims, () -> {
                    running.countDown();
                    await(mayEnd);
                    return "done";
                }),
                task -> Thread.ofVirtual().start(task));
        await(running);
        return result;
    }

    static <T> T retried(Supplier<T> work) {
        while (true) {
            try {
                return work.get();
            } catch (StorageException.Aborted _) {
                Thread.onSpinWait();
            }
        }
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** Everything ends, and nothing stays claimed. */
    @Override
    public void close() {
        mayEnd.countDown();
        operations.close();
        assertThat(operations.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(operations.claimed()).isZero();
    }
}
