package dev.zonal.csi.rpc;

import dev.zonal.csi.metrics.CallMetrics;
import dev.zonal.csi.metrics.MetricsPage;
import dev.zonal.csi.server.CallGuard;
import dev.zonal.csi.server.ServerThreads;
import dev.zonal.csi.server.SocketServer;
import dev.zonal.csi.tracing.Tracing;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Services on a real socket, as the program serves them, with a client. */
final class ServedServices implements AutoCloseable {
    static final int MOST_IN_FLIGHT = 100;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Path folder;
    private final ServerThreads threads = new ServerThreads();
    private final SocketServer server;
    private final EventLoopGroup clientThreads = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final ManagedChannel channel;

    ServedServices(List<BindableService> services, Duration callTimeout) {
        this(services, callTimeout, Tracing.OFF);
    }

    /** @param callTimeout how long a call may take whose caller names no deadline */
    ServedServices(List<BindableService> services, Duration callTimeout, Tracing tracing) {
        CallGuard guard = new CallGuard(
                new CallMetrics(registry), threads, MOST_IN_FLIGHT, callTimeout, _ -> Optional.empty(), tracing);
        try {
            folder = Files.createTempDirectory("zonal");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server = SocketServer.start(folder.resolve("csi.sock"), threads, guard, services);
        channel = anotherChannel();
    }

    ManagedChannel channel() {
        return channel;
    }

    /** A further client, with a connection of its own. */
    ManagedChannel anotherChannel() {
        return NettyChannelBuilder.forAddress(
                        new DomainSocketAddress(folder.resolve("csi.sock").toFile()))
                .channelType(EpollDomainSocketChannel.class, DomainSocketAddress.class)
                .eventLoopGroup(clientThreads)
                .usePlaintext()
                .overrideAuthority("localhost")
                .build();
    }

    String metrics() {
        return MetricsPage.of(registry);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.stop(Duration.ZERO);
        threads.close();
        var _ = clientThreads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        try {
            Files.deleteIfExists(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
