package dev.zonal.csi;

import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.pool.Pool;
import dev.zonal.csi.metrics.VolumeExtents;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks on a slow beat how fragmented the volumes are, each pool on a thread of its own: a disk that hangs keeps no other. */
final class ExtentWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExtentWatch.class);
    private static final Duration PACE = Duration.ofMinutes(5);
    private static final Duration FIRST = Duration.ofSeconds(30);

    private final List<Pool> pools;
    private final ScheduledExecutorService looking;

    private ExtentWatch(List<Pool> pools) {
        this.pools = pools;
        this.looking = Executors.newScheduledThreadPool(
                pools.size(), Thread.ofPlatform().daemon().name("extents-", 0).factory());
    }

    static ExtentWatch start(LocalBackend backend) {
        ExtentWatch watch = new ExtentWatch(backend.pools());
        for (Pool pool : watch.pools) {
            var _ = watch.looking.scheduleWithFixedDelay(
                    () -> look(pool), FIRST.toSeconds(), PACE.toSeconds(), TimeUnit.SECONDS);
        }
        return watch;
    }

    /** What is thrown here would end the beat without a word. */
    private static void look(Pool pool) {
        try {
            if (pool.state() instanceof HomeState.Serving) {
                pool.open().ifPresent(open -> open.extents().look());
            }
        } catch (RuntimeException failed) {
            LOG.atWarn()
                    .addKeyValue("pool", pool.home().pool())
                    .setCause(failed)
                    .log("extents can't be counted now");
        }
    }

    /** As the last look found them. */
    List<VolumeExtents> mostFragmented() {
        return pools.stream()
                .flatMap(pool -> pool.open().stream()
                        .flatMap(open -> open.extents().mostFragmented().stream())
                        .map(found -> new VolumeExtents(
                                pool.home().pool(), found.volume().value(), found.extents())))
                .toList();
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
