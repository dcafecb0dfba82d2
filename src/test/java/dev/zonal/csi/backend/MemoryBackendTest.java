package dev.zonal.csi.backend;

import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.VolumeId;
import java.util.Map;

/** The backend that the use cases are tested over keeps the contract of every backend. */
class MemoryBackendTest extends StorageBackendContract {
    private final MemoryBackend backend = new MemoryBackend()
            .with(new Home(new HomeId("mmmmmm22"), "fast", Topology.of(Map.of("zone", "a"))), ByteSize.ofGibibytes(100))
            .with(
                    new Home(new HomeId("mmmmmm33"), "slow", Topology.of(Map.of("zone", "b"))),
                    ByteSize.ofGibibytes(100));

    @Override
    protected StorageBackend backend() {
        return backend;
    }

    @Override
    protected StorageBackend reopened() {
        return backend;
    }

    @Override
    protected void write(VolumeId id, String text) {
        backend.write(id, text);
    }

    @Override
    protected String read(VolumeId id, int length) {
        return backend.read(id);
    }
}
