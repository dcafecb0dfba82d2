package dev.zonal.csi.backend.local;

import dev.zonal.csi.backend.local.pool.PoolOpening;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.ProcessCommands;
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

/** This machine's own ports, and what a workload does with a raw device. */
public final class RealNode {
    public static final Host HOST = LinuxHost.of(new ProcessCommands());

    private RealNode() {}

    public static PoolOpening opening(Path run) {
        return new PoolOpening(HOST, run, PoolBench.HERE, InstantSource.system(), new SecureRandom());
    }

    /** Writes to the start of the volume and makes it durable. */
    public static void write(LocalBackend backend, VolumeId id, String text) {
        Path device = backend.attach(id, false);
        try (FileChannel open = FileChannel.open(device, StandardOpenOption.WRITE)) {
            open.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
            open.force(true);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        backend.detach(id);
    }

    public static String read(LocalBackend backend, VolumeId id, int length) {
        Path device = backend.attach(id, true);
        try {
            return read(device, length);
        } finally {
            backend.detach(id);
        }
    }

    public static String read(Path file, int length) {
        ByteBuffer found = ByteBuffer.allocate(length);
        try (FileChannel open = FileChannel.open(file, StandardOpenOption.READ)) {
            open.read(found, 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return new String(found.array(), StandardCharsets.UTF_8);
    }
}
