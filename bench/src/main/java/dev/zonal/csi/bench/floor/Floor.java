package dev.zonal.csi.bench.floor;

import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The floor of one run.
 *
 * @param server for the empty call
 * @param objects on the filesystem of the pool
 * @param devices over their images
 */
public record Floor(EmptyServer server, DurableObjects objects, Devices devices) implements AutoCloseable {
    /**
     * @param folder on the filesystem of the pool; made here
     * @param run exists; for the socket of the empty server, and mounts
     */
    public static Floor in(Path folder, Path run) throws IOException {
        Files.createDirectories(folder);
        return new Floor(new EmptyServer(run.resolve("floor.sock")), new DurableObjects(folder), new Devices(run));
    }

    /** An object with a fresh filesystem that is mounted and shown at its {@link Devices#target}. */
    public void publish(String name, ByteSize size, FilesystemType type) {
        objects.create(name, size);
        devices.prepare(name);
        devices.attach(name, objects.image(name));
        devices.makeFilesystem(name, type);
        devices.mount(name, type);
    }

    /** And gone again. */
    public void retire(String name) {
        devices.unmount(name);
        devices.forget(name);
        objects.delete(name);
    }

    @Override
    public void close() {
        server.close();
    }
}
