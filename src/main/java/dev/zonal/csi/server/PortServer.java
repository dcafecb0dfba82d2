package dev.zonal.csi.server;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** gRPC services on a TCP port. */
public final class PortServer {
    private final InetSocketAddress address;
    private final Server server;

    private PortServer(InetSocketAddress address, Server server) {
        this.address = address;
        this.server = server;
    }

    /**
     * Serves from now on.
     *
     * @param security without it everybody gets through, and nothing is encrypted
     * @throws SocketException where the port can't be had
     */
    public static PortServer start(
            InetSocketAddress address,
            ServerThreads threads,
            CallGuard guard,
            List<? extends BindableService> services,
            Optional<PortSecurity> security) {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(address)
                .channelFactory(() -> accepting(security))
                .addServices(services.stream()
                        .map(guard::guarded)
                        .map(service -> gated(service, security))
                        .toList());
        security.map(PortSecurity::tls).ifPresent(builder::sslContext);
        Server server = BoundedServer.bounded(builder, threads).build();
        try {
            return new PortServer(address, server.start());
        } catch (IOException failed) {
            server.shutdownNow();
            throw new SocketException("the port " + address + " can't be bound: " + failed.getMessage(), failed);
        }
    }

    private static ServerServiceDefinition gated(ServerServiceDefinition service, Optional<PortSecurity> security) {
        return security.flatMap(PortSecurity::admitted)
                .map(admitted -> ServerInterceptors.intercept(service, new TokenGate(admitted)))
                .orElse(service);
    }

    private static EpollServerSocketChannel accepting(Optional<PortSecurity> security) {
        EpollServerSocketChannel channel = BoundedServer.bounded(new EpollServerSocketChannel());
        security.ifPresent(asked -> channel.pipeline().addLast(new HandshakeWatch(asked.refused())));
        return channel;
    }

    /** Takes no new calls, and waits for the running ones; what is not done in time is cut off. */
    public void stop(Duration grace) {
        BoundedServer.stop(server, address, grace);
    }
}
