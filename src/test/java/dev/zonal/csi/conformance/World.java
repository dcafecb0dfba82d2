package dev.zonal.csi.conformance;

import static java.util.Objects.requireNonNull;

import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.local.pool.PoolSpec;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The one node that every run begins with: two small pools, and ids that follow from the names. */
final class World {
    static final long MEBIBYTE = 1 << 20;
    static final String ZONE = "topology.test/zone";
    static final Topology HERE = Topology.of(Map.of(ZONE, "a", "topology.test/node", "n1"));

    /** In the order of the configuration: the first one is for those who name none. */
    static final List<String> POOLS = List.of("fast", "slow");

    static final Map<String, Long> POOL_BYTES = Map.of("fast", 2048 * MEBIBYTE, "slow", 1024 * MEBIBYTE);

    private static final Map<String, HomeId> HOMES = homes();

    private World() {}

    static SimulatedDriver newDriver() {
        return new SimulatedDriver(
                POOLS.stream()
                        .map(pool -> PoolSpec.of(
                                pool,
                                Path.of("/" + pool + ".img"),
                                Optional.of(ByteSize.ofBytes(requireNonNull(POOL_BYTES.get(pool))))))
                        .toList(),
                HERE);
    }

    private static Map<String, HomeId> homes() {
        try (SimulatedDriver driver = newDriver()) {
            return driver.backend().homes().stream().collect(Collectors.toMap(Home::pool, Home::id));
        }
    }

    static String volumeId(String name, String pool) {
        return VolumeId.of(name, requireNonNull(HOMES.get(pool))).value();
    }

    static String snapshotId(String name, String pool) {
        return SnapshotId.of(name, requireNonNull(HOMES.get(pool))).value();
    }
}
