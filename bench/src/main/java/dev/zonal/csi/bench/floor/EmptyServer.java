package dev.zonal.csi.bench.floor;

import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.config.Endpoint;
import dev.zonal.csi.v1.ControllerGrpc;
import dev.zonal.csi.v1.CreateSnapshotRequest;
import dev.zonal.csi.v1.CreateSnapshotResponse;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.CreateVolumeResponse;
import dev.zonal.csi.v1.DeleteSnapshotRequest;
import dev.zonal.csi.v1.DeleteSnapshotResponse;
import dev.zonal.csi.v1.DeleteVolumeRequest;
import dev.zonal.csi.v1.DeleteVolumeResponse;
import dev.zonal.csi.v1.IdentityGrpc;
import dev.zonal.csi.v1.ProbeRequest;
import dev.zonal.csi.v1.ProbeResponse;
import dev.zonal.csi.v1.Snapshot;
import dev.zonal.csi.v1.Volume;
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
                .addService(new NothingMade())
                .build()
                .start();
        client = CsiClient.connect(new Endpoint(socket), Duration.ofMinutes(1));
    }

    /** For calls whose answers mean nothing. */
    public CsiClient client() {
        return client;
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

    private static final class NothingMade extends ControllerGrpc.ControllerImplBase {
        @Override
        public void createVolume(CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> caller) {
            caller.onNext(CreateVolumeResponse.newBuilder()
                    .setVolume(Volume.newBuilder().setVolumeId(request.getName()))
                    .build());
            caller.onCompleted();
        }

        @Override
        public void createSnapshot(CreateSnapshotRequest request, StreamObserver<CreateSnapshotResponse> caller) {
            caller.onNext(CreateSnapshotResponse.newBuilder()
                    .setSnapshot(Snapshot.newBuilder().setSnapshotId(request.getName()))
                    .build());
            caller.onCompleted();
        }

        @Override
        public void deleteVolume(DeleteVolumeRequest request, StreamObserver<DeleteVolumeResponse> caller) {
            caller.onNext(DeleteVolumeResponse.getDefaultInstance());
            caller.onCompleted();
        }

        @Override
        public void deleteSnapshot(DeleteSnapshotRequest request, StreamObserver<DeleteSnapshotResponse> caller) {
            caller.onNext(DeleteSnapshotResponse.getDefaultInstance());
            caller.onCompleted();
        }
    }
}
