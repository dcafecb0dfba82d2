package dev.zonal.csi.concurrent;

import dev.zonal.csi.model.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * The same look at many things, each of which waits for the disk: a disk that is asked for one after the other is idle
 * most of the time. Platform threads, because a foreign call pins the thread that makes it; they end with the work.
 */
public final class Batches {
    static final int SIZE = 64;

    private static final int AT_A_TIME = 16;

    private Batches() {}

    /**
     * What was seen of each, in their order. A few are looked at one after the other by the caller itself.
     *
     * @param look has no effects; is called by several threads. What it throws first, in that order, is thrown here
     */
    public static <T, R> List<R> map(List<T> all, Function<T, R> look) {
        if (all.size() <= SIZE) {
            return all.stream().map(look).toList();
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(
                AT_A_TIME, Thread.ofPlatform().name("batch-", 0).daemon().factory())) {
            List<R> seen = new ArrayList<>(all.size());
            for (Future<List<R>> batch : threads.invokeAll(split(all, look))) {
                seen.addAll(batch.get());
            }
            return seen;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (failed.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StorageException.Unavailable("the driver is stopping");
        }
    }

    private static <T, R> List<Callable<List<R>>> split(List<T> all, Function<T, R> look) {
        List<Callable<List<R>>> batches = new ArrayList<>();
        for (int begin = 0; begin < all.size(); begin += SIZE) {
            List<T> batch = all.subList(begin, Math.min(begin + SIZE, all.size()));
            batches.add(() -> batch.stream().map(look).toList());
        }
        return batches;
    }
}
