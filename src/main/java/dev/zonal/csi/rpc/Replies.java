package dev.zonal.csi.rpc;

import io.grpc.stub.StreamObserver;

/** Ends a unary call with its one answer. */
public final class Replies {
    private Replies() {}

    public static <T> void send(StreamObserver<T> caller, T answer) {
        caller.onNext(answer);
        caller.onCompleted();
    }
}
