package dev.zonal.csi.server;

import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Tells the call's end when it is closed, and closes it once, whoever comes first: its handler, or its time. The answer
 * leaves together with the end, so that it can't meet one that came before.
 */
final class GuardedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private final OpenCall open;
    private final Context context;
    private @Nullable R answer;

    /** @param context the call's, which knows whether its caller has left */
    GuardedCall(ServerCall<Q, R> call, OpenCall open, Context context) {
        super(call);
        this.open = open;
        this.context = context;
    }

    @Override
    public void sendHeaders(Metadata headers) {
        // With the answer: there are none of ours.
    }

    @Override
    public void sendMessage(R message) {
        answer = message;
    }

    @Override
    public void close(Status status, Metadata trailers) {
        String reason = status.getDescription();
        // Told before the caller knows, so that who asks for the numbers after an answer finds it counted.
        boolean first =
                open.end(new CallOutcome(status.getCode().name(), reason == null ? "" : reason, context.isCancelled()));
        if (!first) {
            return;
        }
        R message = answer;
        if (status.isOk() && message != null) {
            super.sendHeaders(new Metadata());
            super.sendMessage(message);
        }
        super.close(status, trailers);
    }
}
