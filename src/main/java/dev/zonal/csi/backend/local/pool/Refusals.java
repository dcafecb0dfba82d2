package dev.zonal.csi.backend.local.pool;

import dev.zonal.csi.model.StorageException;
import java.nio.file.Path;

/** The sentences with which a pool is refused at start, all of one shape: which pool, what is wrong, what to do. */
public final class Refusals {
    private Refusals() {}

    public static StorageException.FailedPrecondition refused(PoolSpec spec, String sentence) {
        return new StorageException.FailedPrecondition("pool '" + spec.name() + "': " + sentence);
    }

    static StorageException.FailedPrecondition refused(PoolSpec spec, String sentence, Throwable cause) {
        return new StorageException.FailedPrecondition("pool '" + spec.name() + "': " + sentence, cause);
    }

    static StorageException.FailedPrecondition inUse(PoolSpec spec, Path locked) {
        return refused(
                spec,
                "another process has it open (it holds the lock of " + locked
                        + "); stop that one, or give this one a pool of its own");
    }
}
