package dev.zonal.csi.bench.floor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The floor of one run.
 *
 * @param server for the empty call
 * @param objects on the filesystem of the pool
 */
public record Floor(EmptyServer server, DurableObjects objects) implements AutoCloseable {
    /**
     * @param folder on the filesystem of the pool; made here
     * @param socket where the empty server is to listen
     */
    public static Floor in(Path folder, Path socket) throws IOException {
        Files.createDirectories(folder);
        return new Floor(new EmptyServer(socket), new DurableObjects(folder));
    }

    @Override
    public void close() {
        server.close();
    }
}
