package dev.zonal.csi.backend.local;

import dev.zonal.csi.backend.local.pool.Pool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timer of all pools: every two seconds it lets each of them see whether a look at its disk is due. The look itself is the
 * pool's; this thread never touches a disk.
 */
public final class PoolWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PoolWatch.class);
    private static final Duration BEAT = Duration.ofSeconds(2);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("pool-watch").daemon().factory());

    /** Watches from now on. */
    public PoolWatch(List<Pool> pools) {
        var _ = thread.scheduleWithFixedDelay(
                () -> pools.forEach(PoolWatch::beat), BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void beat(Pool pool) {
        try {
            pool.beat();
        } catch (RuntimeException unforeseen) {
            // The beat of the others must go on.
            LOG.atError().setCause(unforeseen).log("a pool could not be looked at");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
