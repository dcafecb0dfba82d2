package dev.zonal.csi.server;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** gRPC services on one unix domain socket. */
public final class SocketServer {
    private static final Logger LOG = LoggerFactory.getLogger(SocketServer.class);

    private static final int LARGEST_MESSAGE_BYTES = 4 << 20;
    private static final int LARGEST_METADATA_BYTES = 16 << 10;

    /** Each can hold an answer that its caller does not read. */
    private static final int MOST_STREAMS_PER_CONNECTION = 256;

    private static final int MOST_CONNECTIONS = 512;
    private static final int MOST_RESETS_PER_WINDOW = 2000;
    private static final int RESET_WINDOW_SECONDS = 10;
    private static final int FLOW_CONTROL_WINDOW_BYTES = 256 << 10;
    private static final Duration SHORTEST_KEEPALIVE = Duration.ofSeconds(5);
    private static final Duration AFTER_GRACE = Duration.ofSeconds(1);

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
     * @throws SocketException with a sentence, where another process listens or something else stands there
     */
    public static void requireFree(Path socket) {
        try {
            SocketFile.requireFree(socket);
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
        return NettyServerBuilder.forAddress(new DomainSocketAddress(path.toFile()))
                .channelFactory(() -> {
                    EpollServerDomainSocketChannel channel = new EpollServerDomainSocketChannel();
                    channel.pipeline().addLast(new ConnectionLimit(MOST_CONNECTIONS));
                    return channel;
                })
                .withChildOption(ChannelOption.ALLOCATOR, threads.buffers())
                .bossEventLoopGroup(threads.eventLoop())
                .workerEventLoopGroup(threads.eventLoop())
                .directExecutor()
                .maxInboundMessageSize(LARGEST_MESSAGE_BYTES)
                .maxInboundMetadataSize(LARGEST_METADATA_BYTES)
                .maxConcurrentCallsPerConnection(MOST_STREAMS_PER_CONNECTION)
                .maxRstFramesPerWindow(MOST_RESETS_PER_WINDOW, RESET_WINDOW_SECONDS)
                .flowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
                .permitKeepAliveTime(SHORTEST_KEEPALIVE.toSeconds(), TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true);
    }

    /** Takes no new calls, and waits for the running ones; what is not done in time is cut off. */
    public void stop(Duration grace) {
        file.remove();
        server.shutdown();
        if (!ended(grace)) {
            LOG.atWarn().addKeyValue("socket", socket).log("calls still ran after the grace period and are cut off");
            server.shutdownNow();
            ended(AFTER_GRACE);
        }
    }

    private boolean ended(Duration atMost) {
        try {
            return server.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
