package dev.zonal.csi.cli;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** How the driver in memory answers. */
final class Replies {
    private Replies() {}

    static <R> void send(StreamObserver<R> reply, Supplier<R> answer) {
        try {
            reply.onNext(answer.get());
            reply.onCompleted();
        } catch (StatusRuntimeException refused) {
            reply.onError(refused);
        }
    }

    static StatusRuntimeException refusal(Status status, String sentence) {
        return status.withDescription(sentence).asRuntimeException();
    }
}
