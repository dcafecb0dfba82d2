package dev.zonal.csi.backend.local;

import dev.zonal.csi.backend.local.pool.HomeIds;
import dev.zonal.csi.backend.local.pool.Pool;
import dev.zonal.csi.backend.local.pool.PoolOpening;
import dev.zonal.csi.backend.local.pool.PoolSpec;
import dev.zonal.csi.backend.local.pool.Refusals;
import dev.zonal.csi.concurrent.BoundedWait;
import dev.zonal.csi.concurrent.RollBack;
import dev.zonal.csi.model.StorageException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The start of a node's pools: all at once, each on a thread of its own. It waits until it is known of each pool who it is,
 * or that its disk fails; what a pool holds may still be read when it returns.
 */
public final class PoolStart {
    /** A disk that takes longer does not answer, and is left to itself. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    /** So long a start may take that could answer: small pools are open by then, and their first callers need not wait. */
    private static final Duration GRACE = Duration.ofMillis(200);

    private static final Duration IDLE_THREAD_KEPT = Duration.ofSeconds(30);

    private final PoolOpening opening;
    private final Function<PoolSpec, Executor> threads;

    private PoolStart(PoolOpening opening, Function<PoolSpec, Executor> threads) {
        this.opening = opening;
        this.threads = threads;
    }

    public static PoolStart of(PoolOpening opening) {
        return new PoolStart(opening, PoolStart::threadOf);
    }

    static PoolStart inline(PoolOpening opening) {
        return new PoolStart(opening, _ -> Runnable::run);
    }

    private static Executor threadOf(PoolSpec spec) {
        ThreadPoolExecutor thread = new ThreadPoolExecutor(
                1,
                1,
                IDLE_THREAD_KEPT.toSeconds(),
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("pool-" + spec.name()).daemon().factory());
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }

    /**
     * Begins the life of all pools, or of none.
     *
     * @param maximumVolumes how many volumes the node can have attached at once; 0 where there is no limit to name
     * @throws StorageException.FailedPrecondition with a sentence for the operator, where a pool can't be used as given
     */
    public LocalBackend start(List<PoolSpec> specs, long maximumVolumes) {
        Set<String> names = new HashSet<>();
        specs.forEach(spec -> {
            if (!names.add(spec.name())) {
                throw Refusals.refused(spec, "two pools have this name");
            }
        });
        HomeIds ids = new HomeIds();
        return RollBack.onFailure(undo -> {
            List<Pool> pools = specs.stream()
                    .map(spec -> new Pool(spec, opening, ids, threads.apply(spec)))
                    .toList();
            List<CompletableFuture<Boolean>> begun = pools.stream()
                    .map(pool -> {
                        undo.add(pool::close);
                        return pool.start();
                    })
                    .toList();
            BoundedWait.forAll(begun, LONGEST_WAIT);
            BoundedWait.forAll(pools.stream().map(Pool::settled).toList(), GRACE);
            return new LocalBackend(pools, opening.attachedVolumes(), opening.changes(), maximumVolumes);
        });
    }
}
