package dev.zonal.csi.cli;

import dev.zonal.csi.config.Endpoint;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A CSI driver that keeps volumes in memory and listens on a real unix socket. */
final class MemoryDriver implements AutoCloseable {
    private final EventLoopGroup threads = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Endpoint endpoint;
    private final Server server;
    final MemoryController controller = new MemoryController();
    final MemoryNode node = new MemoryNode(controller);
    final MemoryMaintenance maintenance = new MemoryMaintenance();

    MemoryDriver(Path socket) {
        endpoint = new Endpoint(socket);
        server = NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(threads)
                .workerEventLoopGroup(threads)
                .addService(new MemoryIdentity())
                .addService(controller)
                .addService(node)
                .addService(maintenance)
                .build();
        try {
            server.start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
