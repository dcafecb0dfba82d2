package dev.zonal.csi.bench.floor;

import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.config.Endpoint;
import dev.zonal.csi.v1.IdentityGrpc;
import dev.zonal.csi.v1.ProbeRequest;
import dev.zonal.csi.v1.ProbeResponse;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A server on a unix socket that answers with nothing, on the thread that reads: the least that a call can take. */
public final class EmptyServer implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup thread = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Server server;
    private final CsiClient client;

    public EmptyServer(Path socket) throws IOException {
        server = NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(thread)
                .workerEventLoopGroup(thread)
                .directExecutor()
                .addService(new Nothing())
                .build()
                .start();
        client = CsiClient.connect(new Endpoint(socket), Duration.ofMinutes(1));
    }

    public void call() {
        client.identity().probe();
    }

    @Override
    public void close() {
        client.close();
        server.shutdownNow();
        var _ = thread.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private static final class Nothing extends IdentityGrpc.IdentityImplBase {
        @Override
        public void probe(ProbeRequest request, StreamObserver<ProbeResponse> caller) {
            caller.onNext(ProbeResponse.getDefaultInstance());
            caller.onCompleted();
        }
    }
}
