package dev.zonal.csi.backend.local.content;

import dev.zonal.csi.model.ObjectId;
import dev.zonal.csi.model.StorageException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which objects of this node's pools have changed: a ring buffer of the last changes, each with a number. Whoever follows
 * asks for what came after the number that it has seen; who comes too late is told so, and looks at everything anew. So
 * followers cost nothing, however many and however slow they are.
 *
 * <p>The numbers go on rising over restarts of the driver, as long as the clock does.
 */
public final class ChangeLog {
    private final int kept;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<ObjectId> last = new ArrayDeque<>();
    private long revision;
    private long nudges;

    /** @param kept how many changes are remembered */
    public ChangeLog(int kept, InstantSource clock) {
        this.kept = kept;
        this.revision = TimeUnit.MILLISECONDS.toMicros(clock.millis());
    }

    /** The number of the last change. */
    public long revision() {
        lock.lock();
        try {
            return revision;
        } finally {
            lock.unlock();
        }
    }

    /** That object is another one than before, or is gone; whoever looks now sees it. */
    void record(ObjectId id) {
        lock.lock();
        try {
            if (last.size() == kept) {
                last.removeFirst();
            }
            last.addLast(id);
            revision++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What has changed after that number, the newest first; empty where that is not remembered any more. */
    public Optional<Set<ObjectId>> since(long seen) {
        lock.lock();
        try {
            long missed = revision - seen;
            if (missed > last.size()) {
                return Optional.empty();
            }
            Set<ObjectId> ids = new LinkedHashSet<>();
            Iterator<ObjectId> newestFirst = last.descendingIterator();
            for (long i = 0; i < missed; i++) {
                ids.add(newestFirst.next());
            }
            return Optional.of(Collections.unmodifiableSet(ids));
        } finally {
            lock.unlock();
        }
    }

    /** Whoever waits shall look, though nothing has changed. */
    public void nudge() {
        lock.lock();
        try {
            nudges++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something changes after that number, at most so long. */
    public void await(long seen, Duration atMost) {
        lock.lock();
        try {
            long left = atMost.toNanos();
            long before = nudges;
            while (revision == seen && nudges == before && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StorageException.Unavailable("the driver is stopping");
        } finally {
            lock.unlock();
        }
    }
}
