package dev.zonal.csi.backend.fleet;

import dev.zonal.csi.backend.StorageBackend;
import dev.zonal.csi.backend.StorageBackendContract;
import dev.zonal.csi.model.VolumeId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The pools of three agents, asked over unix sockets, keep the contract of every backend. */
class FleetOverTheWireTest extends StorageBackendContract {
    private final List<FleetNode> nodes = List.of(new FleetNode("n1"), new FleetNode("n2"), new FleetNode("n3"));
    private final WiredFleet fleet = new WiredFleet(nodes);
    private FleetBackend backend = fleet.controller();

    @AfterEach
    void close() {
        backend.close();
        fleet.close();
        nodes.forEach(FleetNode::close);
    }

    @Override
    protected StorageBackend backend() {
        return backend;
    }

    @Override
    protected StorageBackend reopened() {
        backend.close();
        fleet.restart();
        backend = fleet.controller();
        return backend;
    }

    @Override
    protected void write(VolumeId id, String text) {
        FleetNode.having(nodes, id).write(id, text);
    }

    @Override
    protected String read(VolumeId id, int length) {
        return FleetNode.having(nodes, id).read(id, length);
    }
}
