package dev.zonal.csi.concurrent;

import java.io.Serial;

/**
 * Work that is done at once or not at all: on a thread that may not wait, because others depend on it.
 *
 * <p>It goes on as long as memory answers. Where it would have to wait, or would take long, it ends without having had an
 * effect, and is run anew, from its start, on a thread that may.
 */
public final class AtOnce {
    private static final ScopedValue<Boolean> ATTEMPT = ScopedValue.newInstance();

    private AtOnce() {}

    /**
     * Runs the work on this thread.
     *
     * @return false where it came to a point at which it may have to wait: nothing of it was done
     */
    public static boolean attempt(Runnable work) {
        try {
            ScopedValue.where(ATTEMPT, true).run(work);
            return true;
        } catch (MayWait notHere) {
            return false;
        }
    }

    /** Whether this thread runs an attempt. */
    public static boolean isTried() {
        return ATTEMPT.isBound();
    }

    /**
     * Stands before whatever may wait for a disk, a lock or another thread, or looks at everything that there is. Ends an
     * attempt; does nothing on a thread that may wait.
     */
    public static void endsHere() {
        if (isTried()) {
            throw new MayWait();
        }
    }

    /** No failure, and nobody's to handle: an error, so that whoever handles exceptions lets it pass. */
    private static final class MayWait extends Error {
        @Serial
        private static final long serialVersionUID = 1;

        MayWait() {
            // Without a trace: it is thrown in the course of many a call.
            super("may wait", null, false, false);
        }
    }
}
