package dev.zonal.csi.concurrent;

import dev.zonal.csi.model.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
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
     * Looks at each, and takes what was seen of them in their order: of many, the first are taken while others are looked
     * at, and of a few, all of which are looked at by the caller itself, once the last was.
     *
     * @param look has no effects; is called by several threads. What it throws first, in that order, is thrown here
     * @param take is called by the caller's thread alone
     */
    public static <T, R> void each(List<T> all, Function<T, R> look, Consumer<R> take) {
        if (all.size() <= SIZE) {
            all.stream().map(look).toList().forEach(take);
            return;
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(
                AT_A_TIME, Thread.ofPlatform().name("batch-", 0).daemon().factory())) {
            try {
                List<Future<List<R>>> batches =
                        split(all, look).stream().map(threads::submit).toList();
                batches.forEach(batch -> seen(batch).forEach(take));
            } finally {
                // Where one failed, nobody needs the others.
                threads.shutdownNow();
            }
        }
    }

    private static <R> List<R> seen(Future<List<R>> batch) {
        try {
            return batch.get();
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
