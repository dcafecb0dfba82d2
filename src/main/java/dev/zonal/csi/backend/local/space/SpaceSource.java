package dev.zonal.csi.backend.local.space;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A filesystem from which pools take their blocks, and the ledgers of those pools: what one of them has promised and not
 * written yet is not free for the others. Pools in folders of one filesystem share it, and so do pool files with holes.
 */
public final class SpaceSource {
    /** A promise of one pool is checked against those of all others, so there is one lock for them. */
    final ReentrantLock lock = new ReentrantLock();

    private final Set<Ledger> ledgers = new LinkedHashSet<>();

    void add(Ledger ledger) {
        lock.lock();
        try {
            ledgers.add(ledger);
        } finally {
            lock.unlock();
        }
    }

    void remove(Ledger ledger) {
        lock.lock();
        try {
            ledgers.remove(ledger);
        } finally {
            lock.unlock();
        }
    }

    /** What the other pools will still take; the caller holds the lock. */
    long promisedByOthers(Ledger one) {
        return ledgers.stream()
                .filter(ledger -> ledger != one)
                .mapToLong(Ledger::outstanding)
                .sum();
    }
}
