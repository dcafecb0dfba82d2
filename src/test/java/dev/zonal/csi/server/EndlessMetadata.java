package dev.zonal.csi.server;

import static java.util.Objects.requireNonNull;

import dev.zonal.csi.v1.BlockMetadata;
import dev.zonal.csi.v1.GetMetadataAllocatedRequest;
import dev.zonal.csi.v1.GetMetadataAllocatedResponse;
import dev.zonal.csi.v1.SnapshotMetadataGrpc;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A service that streams as many answers of some 40 KiB as it is asked for, one after the other, without looking back. */
final class EndlessMetadata extends SnapshotMetadataGrpc.SnapshotMetadataImplBase {
    private static final GetMetadataAllocatedResponse ANSWER = answer();

    final AtomicInteger sent = new AtomicInteger();
    final CompletableFuture<RuntimeException> broken = new CompletableFuture<>();
    private volatile @Nullable Thread handler;

    private static GetMetadataAllocatedResponse answer() {
        GetMetadataAllocatedResponse.Builder answer = GetMetadataAllocatedResponse.newBuilder();
        for (int i = 0; i < 4096; i++) {
            answer.addBlockMetadata(
                    BlockMetadata.newBuilder().setByteOffset(1L << 40).setSizeBytes(4096));
        }
        return answer.build();
    }

    @Override
    public void getMetadataAllocated(
            GetMetadataAllocatedRequest request, StreamObserver<GetMetadataAllocatedResponse> caller) {
        handler = Thread.currentThread();
        try {
            for (int i = 0; i < request.getMaxResults(); i++) {
                caller.onNext(ANSWER.toBuilder().setVolumeCapacityBytes(i).build());
                sent.incrementAndGet();
            }
        } catch (RuntimeException failed) {
            broken.complete(failed);
            throw failed;
        }
        caller.onCompleted();
    }

    /** Returns once it waits, or has ended. */
    void awaitRest() {
        while (handler == null) {
            Thread.onSpinWait();
        }
        Thread thread = requireNonNull(handler);
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
    }
}
