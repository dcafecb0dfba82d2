package dev.zonal.csi;

import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.PoolStart;
import dev.zonal.csi.backend.local.pool.OpenPool;
import dev.zonal.csi.backend.local.pool.Pool;
import dev.zonal.csi.backend.local.pool.PoolOpening;
import dev.zonal.csi.backend.local.pool.PoolSpec;
import dev.zonal.csi.backend.local.pool.PoolUsage;
import dev.zonal.csi.config.Configuration;
import dev.zonal.csi.config.Configuration.ConfiguredPool;
import dev.zonal.csi.config.Configuration.PoolSettings;
import dev.zonal.csi.config.ConfigurationException;
import dev.zonal.csi.config.GivenUp;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.linux.KernelLimits;
import dev.zonal.csi.metrics.PoolHealth;
import dev.zonal.csi.metrics.PoolNumbers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The pools of this node, as configured. */
final class LocalStorage {
    private LocalStorage() {}

    static LocalBackend open(Configuration configuration, Host host) {
        PoolSettings settings = configuration.pools();
        if (settings.pools().isEmpty()) {
            throw new ConfigurationException("--pool: missing; name a folder on XFS with reflink or on btrfs, or a file"
                    + " that becomes one (--pool /var/lib/zonal/pool.img --pool-size 20Gi)");
        }
        PoolOpening opening = new PoolOpening(
                host,
                settings.runDirectory(),
                configuration.node().topology(),
                InstantSource.system(),
                new SecureRandom());
        return PoolStart.of(opening)
                .start(
                        settings.pools().stream()
                                .map(pool -> spec(settings, pool))
                                .toList(),
                        maximumVolumes(configuration.node().maximumVolumes()));
    }

    private static long maximumVolumes(int configured) {
        return configured > 0 ? configured : new KernelLimits().volumes();
    }

    private static PoolSpec spec(PoolSettings settings, ConfiguredPool pool) {
        return new PoolSpec(
                pool.name(),
                pool.path(),
                pool.size(),
                settings.sparse().contains(pool.name()),
                settings.overcommit(),
                givenUp(settings, pool.path()));
    }

    private static Set<String> givenUp(PoolSettings settings, Path device) {
        return settings.givenUp().stream()
                .filter(given -> given.device().equals(device))
                .map(GivenUp::content)
                .collect(Collectors.toSet());
    }

    /** What the pools hold, for metrics; of those that were ever open. */
    static List<PoolNumbers> numbers(LocalBackend backend) {
        return backend.pools().stream()
                .flatMap(pool -> pool.open().stream().map(open -> numbers(pool, open)))
                .toList();
    }

    /** Whether each pool serves, for metrics and readiness. */
    static List<PoolHealth> health(LocalBackend backend) {
        return backend.pools().stream()
                .map(pool -> health(pool.home().pool(), pool.state()))
                .toList();
    }

    private static PoolHealth health(String pool, HomeState state) {
        return new PoolHealth(pool, state.word(), state.sentence(), state instanceof HomeState.Serving);
    }

    private static PoolNumbers numbers(Pool life, OpenPool pool) {
        PoolUsage usage = pool.usage();
        return new PoolNumbers(
                pool.home().pool(),
                usage.total().bytes(),
                usage.free().bytes(),
                life.state() instanceof HomeState.Serving ? usage.available().bytes() : 0,
                usage.logical().bytes(),
                usage.reserved().bytes(),
                usage.physical().bytes(),
                usage.backing()
                        .map(file -> new PoolNumbers.HostFile(
                                file.holes().bytes(), file.hostFree().bytes())),
                usage.volumes(),
                usage.snapshots(),
                pool.damaged().size());
    }
}
