package dev.zonal.csi.server;

import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/** Tells the call's end when it is closed, and closes it once. */
final class GuardedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private final OpenCall open;

    GuardedCall(ServerCall<Q, R> call, OpenCall open) {
        super(call);
        this.open = open;
    }

    @Override
    public void close(Status status, Metadata trailers) {
        if (open.isEnded()) {
            return;
        }
        String reason = status.getDescription();
        // Told before the caller knows, so that who asks for the numbers after an answer finds it counted.
        open.end(new CallOutcome(
                status.getCode().name(),
                reason == null ? "" : reason,
                Context.current().isCancelled()));
        super.close(status, trailers);
    }
}
