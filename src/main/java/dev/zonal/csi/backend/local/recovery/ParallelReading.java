package dev.zonal.csi.backend.local.recovery;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Reads many objects of a pool, several at a time: a disk that is asked for one after the other is idle most of the time. */
final class ParallelReading {
    /** So few are read by the caller itself. */
    static final int FEW = 64;

    private static final int AT_A_TIME = 16;

    private ParallelReading() {}

    /** The results, in the order of the names. */
    static <T> List<ReadResult<T>> of(List<String> names, Function<String, T> read) {
        if (names.size() <= FEW) {
            return names.stream().map(name -> read(name, read)).toList();
        }
        try (ExecutorService readers = Executors.newFixedThreadPool(
                AT_A_TIME, Thread.ofPlatform().name("read-", 0).daemon().factory())) {
            List<Future<ReadResult<T>>> reading = names.stream()
                    .map(name -> readers.submit(() -> read(name, read)))
                    .toList();
            return reading.stream().map(ParallelReading::result).toList();
        }
    }

    private static <T> ReadResult<T> read(String name, Function<String, T> read) {
        return ReadResult.of(name, () -> read.apply(name));
    }

    private static <T> ReadResult<T> result(Future<ReadResult<T>> reading) {
        try {
            return reading.get();
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case RuntimeException unexpected -> throw unexpected;
                case Error broken -> throw broken;
                case null, default -> throw new IllegalStateException(failed);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
