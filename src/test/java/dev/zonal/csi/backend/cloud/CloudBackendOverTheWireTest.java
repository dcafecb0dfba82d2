package dev.zonal.csi.backend.cloud;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The disks of a cloud behind a socket keep the contract of every backend. */
final class CloudBackendOverTheWireTest extends CloudBackendContract {
    @TempDir
    private Path folder;

    @BeforeEach
    void serve() {
        bench.serveAt(folder.resolve("cloud.sock"));
    }
}
