package dev.zonal.csi.server;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** gRPC services on one unix domain socket. */
public final class SocketServer {
    private final Path socket;
    private final SocketFile file;
    private final Server server;

    private SocketServer(Path socket, SocketFile file, Server server) {
        this.socket = socket;
        this.file = file;
        this.server = server;
    }

    /**
     * Looks whether the socket can be had, before anything else is begun; {@link #start} looks again.
     *
     * @param flag by which another one is named
     * @throws SocketException with a sentence, where another process listens or something else stands there
     */
    public static void requireFree(Path socket, String flag) {
        try {
            SocketFile.requireFree(socket, flag);
        } catch (IOException failed) {
            throw new SocketException("the socket " + socket + " can't be looked at: " + failed, failed);
        }
    }

    /**
     * Serves from now on.
     *
     * @throws SocketException where the socket can't be had
     */
    public static SocketServer start(
            Path socket, ServerThreads threads, CallGuard guard, List<? extends BindableService> services) {
        SocketFile file = SocketFile.prepare(socket);
        List<ServerServiceDefinition> guarded =
                services.stream().map(guard::guarded).toList();
        Server server =
                builder(file.bindingPath(), threads).addServices(guarded).build();
        try {
            server.start();
            file.publish();
            return new SocketServer(socket, file, server);
        } catch (IOException | SocketException failed) {
            server.shutdownNow();
            file.remove();
            throw failed instanceof SocketException known
                    ? known
                    : new SocketException("the socket " + socket + " can't be bound: " + failed.getMessage(), failed);
        }
    }

    private static NettyServerBuilder builder(Path path, ServerThreads threads) {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new DomainSocketAddress(path.toFile()))
                .channelFactory(() -> BoundedServer.bounded(new EpollServerDomainSocketChannel()));
        return BoundedServer.bounded(builder, threads);
    }

    /** Takes no new calls, and waits for the running ones; what is not done in time is cut off. */
    public void stop(Duration grace) {
        file.remove();
        BoundedServer.stop(server, socket, grace);
    }
}
