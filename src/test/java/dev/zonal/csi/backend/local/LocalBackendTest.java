package dev.zonal.csi.backend.local;

import dev.zonal.csi.backend.StorageBackend;
import dev.zonal.csi.backend.StorageBackendContract;
import dev.zonal.csi.model.VolumeId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;

/** The local backend keeps the contract of every backend. */
class LocalBackendTest extends StorageBackendContract {
    private final PoolBench bench = new PoolBench();
    private LocalBackend backend = bench.open();

    @AfterEach
    void close() {
        backend.close();
    }

    @Override
    protected StorageBackend backend() {
        return backend;
    }

    @Override
    protected StorageBackend reopened() {
        backend.close();
        backend = bench.open();
        return backend;
    }

    @Override
    protected void write(VolumeId id, String text) {
        Path device = backend.attach(id, false);
        bench.host.writeDevice(device, 0, text.getBytes(StandardCharsets.UTF_8));
        bench.host.ports().filesystems().flush(device);
        backend.detach(id);
    }

    @Override
    protected String read(VolumeId id, int length) {
        Path device = backend.attach(id, true);
        byte[] found = bench.host.readDevice(device, 0, length);
        backend.detach(id);
        return new String(found, StandardCharsets.UTF_8);
    }
}
