package dev.zonal.csi.backend.local.space;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A filesystem from which pools take their blocks, and the ledgers of those pools: what one of them has promised and not
 * written yet is not free for the others. Pools in folders of one filesystem share it, and so do pool files with holes.
 * A pool that becomes sick or is opened anew is still counted by what was known of it: its promises outlive that.
 */
public final class SpaceSource {
    /** A promise of one pool is checked against those of all others, so there is one lock for them. */
    final ReentrantLock lock = new ReentrantLock();

    private final Map<String, Ledger> ledgers = new HashMap<>();

    /** From now on that is what its pool has promised, in place of what was known of the pool before. */
    void count(Ledger ledger) {
        lock.lock();
        try {
            ledgers.put(ledger.pool(), ledger);
        } finally {
            lock.unlock();
        }
    }

    /** The pool takes its blocks from another filesystem by now. */
    void forget(String pool) {
        lock.lock();
        try {
            ledgers.remove(pool);
        } finally {
            lock.unlock();
        }
    }

    /** What the other pools will still take; the caller holds the lock. */
    long promisedByOthers(String pool) {
        return ledgers.values().stream()
                .filter(ledger -> !ledger.pool().equals(pool))
                .mapToLong(Ledger::outstanding)
                .sum();
    }
}
