package dev.zonal.csi.server;

import dev.zonal.csi.rpc.Statuses;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.function.Predicate;

/** Serves only calls that show what they have to show (authentication), before anything is counted or read of them. */
record TokenGate(Predicate<String> admitted) implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        String shown = headers.get(AUTHORIZATION);
        if (shown != null && admitted.test(shown)) {
            return next.startCall(call, headers);
        }
        call.close(Statuses.unauthenticated(), new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
