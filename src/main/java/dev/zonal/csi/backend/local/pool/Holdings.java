package dev.zonal.csi.backend.local.pool;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an open pool holds of its node: locks, a device, a mount. Given back in reverse order, each whatever became of
 * the others; a pool whose opening fails gives back what it has taken so far.
 */
final class Holdings {
    private static final Logger LOG = LoggerFactory.getLogger(Holdings.class);

    private final String pool;
    private final Deque<Held> held = new ArrayDeque<>();

    private record Held(String what, Runnable release) {}

    Holdings(String pool) {
        this.pool = pool;
    }

    void add(String what, Runnable release) {
        held.push(new Held(what, release));
    }

    void release() {
        while (!held.isEmpty()) {
            Held next = held.pop();
            try {
                next.release.run();
            } catch (RuntimeException failure) {
                LOG.atWarn()
                        .addKeyValue("pool", pool)
                        .addKeyValue("what", next.what)
                        .setCause(failure)
                        .log("could not be given back");
            }
        }
    }
}
