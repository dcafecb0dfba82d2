package dev.zonal.csi.server;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

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
     * @throws SocketException where the port can't be had
     */
    public static PortServer start(
            InetSocketAddress address,
            ServerThreads threads,
            CallGuard guard,
            List<? extends BindableService> services) {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(address)
                .channelFactory(() -> BoundedServer.bounded(new EpollServerSocketChannel()))
                .addServices(services.stream().map(guard::guarded).toList());
        Server server = BoundedServer.bounded(builder, threads).build();
        try {
            return new PortServer(address, server.start());
        } catch (IOException failed) {
            server.shutdownNow();
            throw new SocketException("the port " + address + " can't be bound: " + failed.getMessage(), failed);
        }
    }

    /** Takes no new calls, and waits for the running ones; what is not done in time is cut off. */
    public void stop(Duration grace) {
        BoundedServer.stop(server, address, grace);
    }
}
