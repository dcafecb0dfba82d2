package dev.zonal.csi.kubelet;

import dev.zonal.csi.metrics.Readiness;
import dev.zonal.csi.server.CallGuard;
import dev.zonal.csi.server.ServerThreads;
import dev.zonal.csi.server.SocketServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Makes the driver known to kubelet: a socket {@code <driver name>-reg.sock} in the folder that kubelet watches. While
 * it is there the driver counts as present on this node; kubelet takes it out when the socket goes.
 */
public final class KubeletRegistration implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final SocketServer server;

    private KubeletRegistration(SocketServer server) {
        this.server = server;
    }

    /**
     * @param endpoint the driver's own socket, which kubelet connects to next
     */
    public static KubeletRegistration start(
            Path folder,
            String driverName,
            Path endpoint,
            ServerThreads threads,
            CallGuard guard,
            Readiness readiness) {
        return new KubeletRegistration(SocketServer.start(
                folder.resolve(driverName + "-reg.sock"),
                threads,
                guard,
                List.of(new RegistrationService(driverName, endpoint, readiness))));
    }

    @Override
    public void close() {
        server.stop(GRACE);
    }
}
