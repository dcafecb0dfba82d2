package dev.zonal.csi.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** So many callers at once, each with its next call as soon as its last is answered. */
public final class Crowd implements AutoCloseable {
    private final int size;
    private final ExecutorService callers;

    private Crowd(int size, ThreadFactory factory) {
        this.size = size;
        this.callers = Executors.newFixedThreadPool(size, factory);
    }

    /** Each on a thread of the kernel, as what makes system calls needs it: one of those holds its thread all along. */
    public static Crowd ofThreads(int size) {
        return new Crowd(size, Thread.ofPlatform().name("thread-", 1).daemon().factory());
    }

    /**
     * Each on a virtual thread, for what waits for answers: a third of the switches, and the processors that it leaves
     * are what the driver is measured on.
     */
    public static Crowd ofCallers(int size) {
        return new Crowd(size, Thread.ofVirtual().name("caller-", 1).factory());
    }

    /** Runs the action with each number from 0 on. */
    public Batch run(int times, Action action) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Future<List<Long>>> all = new ArrayList<>();
        long begin = System.nanoTime();
        for (int caller = 0; caller < size; caller++) {
            all.add(callers.submit(() -> takeTurns(next, times, action)));
        }
        List<Long> nanos = new ArrayList<>();
        for (Future<List<Long>> one : all) {
            nanos.addAll(result(one));
        }
        return new Batch(Samples.of(nanos), System.nanoTime() - begin);
    }

    private static List<Long> takeTurns(AtomicInteger next, int times, Action action) throws Exception {
        List<Long> nanos = new ArrayList<>();
        for (int number = next.getAndIncrement(); number < times; number = next.getAndIncrement()) {
            long begin = System.nanoTime();
            action.run(number);
            nanos.add(System.nanoTime() - begin);
        }
        return nanos;
    }

    private static List<Long> result(Future<List<Long>> caller) throws Exception {
        try {
            return caller.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a caller failed", failed.getCause());
        }
    }

    @Override
    public void close() {
        callers.shutdownNow();
    }
}
