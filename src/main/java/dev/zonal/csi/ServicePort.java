package dev.zonal.csi;

import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.server.CallGuard;
import dev.zonal.csi.server.PortSecurity;
import dev.zonal.csi.server.PortServer;
import dev.zonal.csi.server.ServerThreads;
import dev.zonal.csi.server.SocketServer;
import io.grpc.BindableService;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** gRPC services on a unix socket or a TCP port, whichever the address is. */
final class ServicePort {
    private ServicePort() {}

    /** @return stops it */
    static Runnable start(
            ControlAddress address,
            List<BindableService> services,
            ServerThreads threads,
            CallGuard guard,
            Duration grace,
            Optional<PortSecurity> security) {
        return switch (address) {
            case ControlAddress.Unix unix -> {
                SocketServer server = SocketServer.start(unix.socket(), threads, guard, services);
                yield () -> server.stop(grace);
            }
            case ControlAddress.Tcp tcp -> {
                PortServer server = PortServer.start(
                        new InetSocketAddress(tcp.host(), tcp.port()), threads, guard, services, security);
                yield () -> server.stop(grace);
            }
        };
    }
}
