package dev.zonal.csi.concurrent;

import dev.zonal.csi.concurrent.KeyedLocks.Attempt;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.tracing.CurrentSpan;
import dev.zonal.csi.tracing.TraceSpan;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs the work of use cases on {@link BoundedThreads}, each under the {@link KeyedLocks} of the objects that it touches.
 * Its caller waits as long as its {@link Deadline} says.
 *
 * <p>Each home has threads of its own (the bulkhead pattern): one whose disk hangs holds its own, and no other's. It has
 * some more for what takes volumes away from the node, which has to go on whatever hangs on the disk.
 *
 * <p>A lock is held until the work itself has ended, even where its caller stopped waiting: a retry that comes too early
 * is told that the operation is still running, and never meets it half-way.
 */
public final class Operations implements AutoCloseable {
    private final KeyedLocks locks = new KeyedLocks();
    private final Map<Lane, BoundedThreads> lanes = new ConcurrentHashMap<>();
    private final Supplier<BoundedThreads> factory;
    private final FaultDomains domains;
    private volatile boolean closed;

    /**
     * @param home empty for work that is no home's
     * @param disk whether the work may ask the home's disk
     */
    private record Lane(Optional<HomeId> home, boolean disk) {}

    /**
     * @param maximumThreads how many operations of one home run at once
     * @param maximumQueued how many more of it may wait for a thread
     */
    public Operations(int maximumThreads, int maximumQueued, FaultDomains domains) {
        this(() -> new BoundedThreads(maximumThreads, maximumQueued), domains);
    }

    /**
     * For homes that are asked over a network: each has as many virtual threads, since nothing of its work makes blocking
     * system calls on this machine.
     */
    public static Operations overNetwork(int maximumCalls, int maximumQueued, FaultDomains domains) {
        return new Operations(() -> BoundedThreads.virtual(maximumCalls, maximumQueued), domains);
    }

    /** @param factory makes the threads of a home when they are first needed */
    Operations(Supplier<BoundedThreads> factory, FaultDomains domains) {
        this.factory = factory;
        this.domains = domains;
    }

    /** Runs work that is no home's and needs no object for itself. */
    public <T> T run(Supplier<T> work) {
        return run(List.of(), work);
    }

    /** Runs work that is no home's while all claims are held. */
    public <T> T run(Collection<Claim> claims, Supplier<T> work) {
        return claimed(claims, held -> held.run(new Lane(Optional.empty(), true), work));
    }

    /**
     * Runs the work on the threads of that home while all claims are held, and waits for it as long as the caller's
     * {@link Deadline} says.
     *
     * @throws StorageException.Aborted at once, where another operation has one of the objects
     * @throws StorageException.Unavailable at once, where too many operations wait already; and where it fails because
     *     the home can't be used
     * @throws StorageException.DeadlineExceeded where the caller's time ended first; the work goes on to its next safe
     *     point
     */
    public <T> T run(HomeId home, Collection<Claim> claims, Supplier<T> work) {
        return claimed(claims, held -> held.on(home, work));
    }

    /** The same, for work that has no result. */
    public void run(HomeId home, Collection<Claim> claims, Runnable work) {
        run(home, claims, resultOf(work));
    }

    /** The same, for what asks no disk of the home: it goes on whatever hangs there. */
    public <T> T runWithoutDisk(HomeId home, Collection<Claim> claims, Supplier<T> work) {
        return claimed(claims, held -> held.run(laneOf(home, false), work));
    }

    /** The same, for work that has no result, such as taking a volume away from this node. */
    public void runWithoutDisk(HomeId home, Collection<Claim> claims, Runnable work) {
        runWithoutDisk(home, claims, resultOf(work));
    }

    private static Supplier<Boolean> resultOf(Runnable work) {
        return () -> {
            work.run();
            return true;
        };
    }

    /**
     * Runs a use case on its caller's thread while all claims are held; what of it makes system calls it hands to the
     * threads of the home that it is about, by {@link Claimed#on}.
     *
     * @throws StorageException.Aborted at once, where another operation has one of the objects
     */
    public <T> T claimed(Collection<Claim> claims, Function<Claimed, T> useCase) {
        Claimed held = switch (locks.tryAcquire(claims)) {
            case Attempt.Held taken -> new Claimed(taken);
            case Attempt.Busy busy ->
                throw new StorageException.Aborted(
                        "another operation on " + busy.key() + " is running; try again when it has ended");
        };
        try {
            return useCase.apply(held);
        } finally {
            held.left();
        }
    }

    /** The claims of one use case: held until it and all that it has handed on have ended. */
    public final class Claimed {
        private final Attempt.Held locks;
        private final AtomicInteger users = new AtomicInteger(1);

        private Claimed(Attempt.Held locks) {
            this.locks = locks;
        }

        /** Runs work on the threads of that home, and waits for it. */
        public <T> T on(HomeId home, Supplier<T> work) {
            return run(laneOf(home, true), work);
        }

        private <T> T run(Lane lane, Supplier<T> work) {
            Deadline deadline = Deadline.current();
            TraceSpan span = CurrentSpan.get();
            users.incrementAndGet();
            Future<T> running;
            try {
                running = threads(lane).submit(() -> CurrentSpan.with(span, () -> explained(lane, deadline, work)));
            } catch (StorageException.Unavailable refused) {
                left();
                throw refused;
            }
            return Results.await(running, deadline.remaining());
        }

        private <T> T explained(Lane lane, Deadline deadline, Supplier<T> work) {
            try {
                deadline.checkpoint();
                return deadline.call(work);
            } catch (RuntimeException failure) {
                throw lane.home()
                        .filter(_ -> lane.disk())
                        .map(home -> domains.explained(home, failure))
                        .orElse(failure);
            } finally {
                left();
            }
        }

        private void left() {
            if (users.decrementAndGet() == 0) {
                locks.close();
            }
        }
    }

    private Lane laneOf(HomeId home, boolean disk) {
        return new Lane(Optional.of(home).filter(domains::has), disk);
    }

    private BoundedThreads threads(Lane lane) {
        BoundedThreads threads = lanes.computeIfAbsent(lane, _ -> factory.get());
        if (closed) {
            threads.close();
        }
        return threads;
    }

    /** How many objects are claimed by running operations. */
    public int claimed() {
        return locks.size();
    }

    /** How many operations wait for a thread. */
    public int queued() {
        return lanes.values().stream().mapToInt(BoundedThreads::queued).sum();
    }

    /** Takes no more work; what runs goes on to its end. */
    @Override
    public void close() {
        closed = true;
        lanes.values().forEach(BoundedThreads::close);
    }

    /** Waits until everything that was running has ended; false where it took longer. */
    public boolean awaitEnd(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        boolean ended = true;
        for (BoundedThreads threads : lanes.values()) {
            ended &= threads.awaitEnd(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
        return ended;
    }
}
