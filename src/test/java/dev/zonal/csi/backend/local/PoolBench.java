package dev.zonal.csi.backend.local;

import dev.zonal.csi.host.SimulatedClock;
import dev.zonal.csi.host.SimulatedHost;
import dev.zonal.csi.model.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A simulated host with a pool to be opened on it; every run of it is the same. */
final class PoolBench {
    static final Path POOL = Path.of("/pool");
    static final Path RUN = Path.of("/run/zonal");
    static final Topology HERE = Topology.of(Map.of("topology.test/node", "n1"));
    static final PoolSpec SPEC = PoolSpec.of("default", POOL, Optional.empty());

    final SimulatedHost host = new SimulatedHost();
    final SimulatedClock clock = new SimulatedClock();
    final RandomGenerator random = new SplittableRandom(7);

    PoolOpening opening() {
        return new PoolOpening(host.ports(), RUN, HERE, clock, random);
    }

    LocalBackend open(PoolSpec... specs) {
        return opening().open(List.of(specs), 64);
    }

    LocalBackend open() {
        return open(SPEC);
    }
}
