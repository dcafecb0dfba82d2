package dev.zonal.csi.backend.local;

import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.VolumeId;
import org.junit.jupiter.api.AfterEach;

/** A furnished pool on a simulated host, whose promises are checked after each test. */
public abstract class FurnishedPoolCase {
    public final PoolBench bench = new PoolBench();
    public final LocalBackend backend = bench.open();
    public final VolumeId source = Operation.source(backend);

    public FurnishedPoolCase() {
        Operation.furnish(bench, backend);
        bench.host.faults().clear();
    }

    @AfterEach
    void everyPromiseIsKept() {
        bench.host.faults().clear();
        PoolState.checkPromises(bench.host, backend);
        backend.close();
    }

    public final ByteSize reserved() {
        return backend.pools().getFirst().known().usage().reserved();
    }
}
