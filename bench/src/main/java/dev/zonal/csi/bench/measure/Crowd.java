package dev.zonal.csi.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntToLongFunction;

/** So many callers at once: each with its next call as soon as its last is answered, or all on one schedule. */
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

    /** A closed loop: runs the action with each number from 0 on, the next as soon as a caller is free. */
    public Batch run(int times, Action action) throws Exception {
        return run(times, action, _ -> System.nanoTime());
    }

    /**
     * An open loop: runs the action with each number from 0 on, on a fixed schedule. What each took is counted from when
     * it should have begun: where those before it are late, the wait for a free caller counts (no coordinated omission).
     */
    public Batch runAt(double perSecond, int times, Action action) throws Exception {
        long begin = System.nanoTime();
        return run(times, action, number -> awaited(begin + (long) (number * 1e9 / perSecond)));
    }

    private static long awaited(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return time;
    }

    /** @param begin waits until that number may begin, and says from when it is counted */
    private Batch run(int times, Action action, IntToLongFunction begin) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Future<List<Long>>> all = new ArrayList<>();
        long first = System.nanoTime();
        for (int caller = 0; caller < size; caller++) {
            all.add(callers.submit(() -> takeTurns(next, times, action, begin)));
        }
        List<Long> nanos = new ArrayList<>();
        for (Future<List<Long>> one : all) {
            nanos.addAll(result(one));
        }
        return new Batch(Samples.of(nanos), System.nanoTime() - first);
    }

    private static List<Long> takeTurns(AtomicInteger next, int times, Action action, IntToLongFunction begin)
            throws Exception {
        List<Long> nanos = new ArrayList<>();
        for (int number = next.getAndIncrement(); number < times; number = next.getAndIncrement()) {
            long counted = begin.applyAsLong(number);
            action.run(number);
            nanos.add(System.nanoTime() - counted);
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
