package dev.zonal.csi.backend.local;

import dev.zonal.csi.backend.StorageBackend;
import dev.zonal.csi.backend.StorageBackendContract;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.host.RealPool;
import dev.zonal.csi.host.linux.LinuxHost;
import dev.zonal.csi.model.VolumeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract of every backend, kept by the local one on a real filesystem with real loop devices. */
abstract class RealBackendContract extends StorageBackendContract {
    private final Host host = new Host(
            LinuxHost.fileTree(),
            LinuxHost.loopDevices(),
            LinuxHost.mounts(),
            LinuxHost.filesystems(new ProcessCommands(), new ProcessCommands()));
    private final RealPool ground;
    private Optional<PoolSpec> spec = Optional.empty();
    private Optional<LocalBackend> backend = Optional.empty();

    RealBackendContract(RealPool ground) {
        this.ground = ground;
    }

    @BeforeEach
    void make() {
        Path directory = ground.fresh("contract");
        host.files().createDirectory(directory);
        spec = Optional.of(PoolSpec.of("default", directory, Optional.empty()));
        backend = Optional.of(open());
    }

    private LocalBackend open() {
        return new PoolOpening(host, ground.mountpoint(), PoolBench.HERE, InstantSource.system(), new SecureRandom())
                .open(List.of(spec.orElseThrow()), 64);
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
        Path device = backend.orElseThrow().attach(id, false);
        try (FileChannel open = FileChannel.open(device, StandardOpenOption.WRITE)) {
            open.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
            open.force(true);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        backend.orElseThrow().detach(id);
    }

    @Override
    protected String read(VolumeId id, int length) {
        Path device = backend.orElseThrow().attach(id, true);
        ByteBuffer found = ByteBuffer.allocate(length);
        try (FileChannel open = FileChannel.open(device, StandardOpenOption.READ)) {
            open.read(found, 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        backend.orElseThrow().detach(id);
        return new String(found.array(), StandardCharsets.UTF_8);
    }
}
