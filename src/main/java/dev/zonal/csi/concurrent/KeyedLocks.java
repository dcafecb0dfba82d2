package dev.zonal.csi.concurrent;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Locks by key, tried and never waited for: whoever meets a busy object is told so and comes again. An entry exists
 * only while it is held.
 */
public final class KeyedLocks {
    private static final int EXCLUSIVE = -1;

    /** How often each key is held: a count of sharers, or {@link #EXCLUSIVE}. */
    private final ConcurrentHashMap<String, Integer> holders = new ConcurrentHashMap<>();

    /** Everything claimed, or nothing. */
    public sealed interface Attempt {
        /** All of it is held until closed, on whichever thread; closing again does nothing. */
        record Held(Runnable release) implements Attempt, AutoCloseable {
            @Override
            public void close() {
                release.run();
            }
        }

        /** Somebody else has that key. */
        record Busy(String key) implements Attempt {}
    }

    /**
     * Tries the keys in their order, so that of two callers who want the same ones, one gets them. Where a key is
     * claimed twice, the stronger claim counts.
     */
    public Attempt tryAcquire(Collection<Claim> claims) {
        SortedMap<String, Claim> wanted = new TreeMap<>();
        claims.forEach(claim -> wanted.merge(claim.key(), claim, (a, b) -> a.shared() ? b : a));
        Deque<Claim> taken = new ArrayDeque<>();
        for (Claim claim : wanted.values()) {
            if (!take(claim)) {
                taken.forEach(this::release);
                return new Attempt.Busy(claim.key());
            }
            taken.push(claim);
        }
        AtomicBoolean released = new AtomicBoolean();
        return new Attempt.Held(() -> {
            if (released.compareAndSet(false, true)) {
                taken.forEach(this::release);
            }
        });
    }

    /** How many keys are held now. */
    public int size() {
        return holders.size();
    }

    private boolean take(Claim claim) {
        boolean[] took = new boolean[1];
        holders.compute(claim.key(), (key, held) -> {
            took[0] = held == null || (claim.shared() && held != EXCLUSIVE);
            if (!took[0]) {
                return held;
            }
            return claim.shared() ? Integer.valueOf(held == null ? 1 : held + 1) : Integer.valueOf(EXCLUSIVE);
        });
        return took[0];
    }

    private void release(Claim claim) {
        holders.computeIfPresent(claim.key(), (key, held) -> held > 1 ? held - 1 : null);
    }
}
