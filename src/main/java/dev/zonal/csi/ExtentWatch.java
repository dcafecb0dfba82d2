package dev.zonal.csi;

import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.pool.Pool;
import dev.zonal.csi.backend.local.volume.ExtentSurvey;
import dev.zonal.csi.maintenance.ObjectNames;
import dev.zonal.csi.metrics.VolumeExtents;
import dev.zonal.csi.model.KubernetesObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    private final ObjectNames names;
    private final ScheduledExecutorService looking;

    private ExtentWatch(List<Pool> pools, ObjectNames names) {
        this.pools = pools;
        this.names = names;
        this.looking = Executors.newScheduledThreadPool(
                pools.size(), Thread.ofPlatform().daemon().name("extents-", 0).factory());
    }

    static ExtentWatch start(LocalBackend backend, ObjectNames names) {
        ExtentWatch watch = new ExtentWatch(backend.pools(), names);
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
                        .map(found -> told(pool.home().pool(), found)))
                .toList();
    }

    private VolumeExtents told(String pool, ExtentSurvey.Fragmented found) {
        Optional<KubernetesObject> claim = names.of(found.volume().value()).flatMap(ObjectNames.Known::madeFor);
        return new VolumeExtents(
                pool,
                found.volume().value(),
                claim.map(KubernetesObject::namespace).orElse(""),
                claim.map(KubernetesObject::name).orElse(""),
                found.extents());
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
