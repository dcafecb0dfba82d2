package dev.zonal.csi.backend.local.pool;

import dev.zonal.csi.model.StorageException;
import java.nio.file.Path;

/**
 * The sentences with which a pool is not opened, all of one shape: which pool, what is wrong, what to do.
 *
 * <p>The line between the two kinds: what can't heal while the configuration stays as it is, or would put data at risk, is
 * {@link #refused} and ends the driver's start, so that the person who wrote it sees it at once. What may heal without a
 * change of configuration is {@link #unavailable}: the pool is sick, is tried again, and the driver serves the others.
 */
public final class Refusals {
    private Refusals() {}

    public static StorageException.FailedPrecondition refused(PoolSpec spec, String sentence) {
        return new StorageException.FailedPrecondition("pool '" + spec.name() + "': " + sentence);
    }

    static StorageException.FailedPrecondition refused(PoolSpec spec, String sentence, Throwable cause) {
        return new StorageException.FailedPrecondition("pool '" + spec.name() + "': " + sentence, cause);
    }

    static StorageException.Unavailable unavailable(PoolSpec spec, String sentence) {
        return new StorageException.Unavailable("pool '" + spec.name() + "': " + sentence);
    }

    static StorageException.Unavailable unavailable(PoolSpec spec, String sentence, Throwable cause) {
        return new StorageException.Unavailable("pool '" + spec.name() + "': " + sentence, cause);
    }

    static StorageException.FailedPrecondition inUse(PoolSpec spec, Path locked) {
        return refused(
                spec,
                "another process has it open (it holds the lock of " + locked
                        + "); stop that one, or give this one a pool of its own");
    }
}
