package dev.zonal.csi.backend.local;

import dev.zonal.csi.backend.StorageBackend;
import dev.zonal.csi.backend.StorageBackendContract;
import dev.zonal.csi.backend.local.pool.PoolSpec;
import dev.zonal.csi.host.RealPool;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract of every backend, kept by the local one on a real filesystem with real loop devices. */
abstract class RealBackendContract extends StorageBackendContract {
    private final RealPool ground;
    private Optional<PoolSpec> spec = Optional.empty();
    private Optional<LocalBackend> backend = Optional.empty();

    RealBackendContract(RealPool ground) {
        this.ground = ground;
    }

    @BeforeEach
    void make() {
        Path directory = ground.fresh("contract");
        RealNode.HOST.files().createDirectory(directory);
        spec = Optional.of(PoolSpec.of("default", directory, Optional.empty()));
        backend = Optional.of(open());
    }

    private LocalBackend open() {
        return LocalBackend.open(RealNode.opening(ground.mountpoint()), List.of(spec.orElseThrow()), 64);
    }

    @AfterEach
    void close() {
        backend.orElseThrow()
                .volumes(Optional.empty(), 100)
                .forEach(volume -> backend().deleteVolume(volume.id()));
        backend.orElseThrow()
                .snapshots(Optional.empty(), 100)
                .forEach(cut -> backend().deleteSnapshot(cut.id()));
        backend.orElseThrow().close();
    }

    @Override
    protected StorageBackend backend() {
        return backend.orElseThrow();
    }

    @Override
    protected StorageBackend reopened() {
        backend.orElseThrow().close();
        backend = Optional.of(open());
        return backend();
    }

    @Override
    protected void write(VolumeId id, String text) {
        RealNode.write(backend.orElseThrow(), id, text);
    }

    @Override
    protected String read(VolumeId id, int length) {
        return RealNode.read(backend.orElseThrow(), id, length);
    }
}
