package dev.zonal.csi;

import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.fleet.agent.NodeAgent;
import dev.zonal.csi.fleet.wire.AgentService;
import dev.zonal.csi.server.CallGuard;
import dev.zonal.csi.server.PortServer;
import dev.zonal.csi.server.ServerThreads;
import dev.zonal.csi.server.SocketServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** Where controllers reach the agent of this node. */
final class ControlPort {
    private ControlPort() {}

    /** @return stops it */
    static Runnable start(
            ControlAddress address, NodeAgent agent, ServerThreads threads, CallGuard guard, Duration grace) {
        List<AgentService> services = List.of(new AgentService(agent));
        return switch (address) {
            case ControlAddress.Unix unix -> {
                SocketServer server = SocketServer.start(unix.socket(), threads, guard, services);
                yield () -> server.stop(grace);
            }
            case ControlAddress.Tcp tcp -> {
                PortServer server =
                        PortServer.start(new InetSocketAddress(tcp.host(), tcp.port()), threads, guard, services);
                yield () -> server.stop(grace);
            }
        };
    }
}
