package dev.zonal.csi.backend.fleet;

import dev.zonal.csi.backend.StorageBackend;
import dev.zonal.csi.backend.StorageBackendContract;
import dev.zonal.csi.model.VolumeId;
import org.junit.jupiter.api.AfterEach;

/** The pools of three agents, asked without a wire, keep the contract of every backend. */
class FleetBackendTest extends StorageBackendContract {
    private final FleetBench bench = new FleetBench();
    private FleetBackend backend = bench.controller();

    @AfterEach
    void close() {
        backend.close();
        bench.close();
    }

    @Override
    protected StorageBackend backend() {
        return backend;
    }

    @Override
    protected StorageBackend reopened() {
        backend.close();
        bench.nodes.forEach(FleetNode::restart);
        backend = bench.controller();
        return backend;
    }

    @Override
    protected void write(VolumeId id, String text) {
        FleetNode.having(bench.nodes, id).write(id, text);
    }

    @Override
    protected String read(VolumeId id, int length) {
        return FleetNode.having(bench.nodes, id).read(id, length);
    }
}
