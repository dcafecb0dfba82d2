package dev.zonal.csi.server;

import com.google.protobuf.Message;
import dev.zonal.csi.metrics.CallMetrics;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.rpc.SizeLimits;
import dev.zonal.csi.rpc.Statuses;
import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * What every call passes through: it is counted, limited, measured and logged, has its deadline bound to its thread,
 * and whatever its handler throws becomes a status.
 */
public final class CallGuard {
    private final CallMonitor monitor;
    private final CallThreads threads;
    private final Duration callTimeout;

    /**
     * @param operations runs the calls that have effects; refuses with a {@link StorageException} where it has too many
     * @param mostInFlight how many calls run at once; more are turned away
     * @param callTimeout how long a call may take whose caller names no deadline
     */
    public CallGuard(
            CallMetrics metrics, ServerThreads threads, Executor operations, int mostInFlight, Duration callTimeout) {
        this.monitor = new CallMonitor(metrics, threads, mostInFlight);
        this.threads = new CallThreads(threads, operations);
        this.callTimeout = callTimeout;
    }

    /**
     * The outer interceptor sees requests as bytes, so that those which are no message fail inside of it and get the
     * code that they deserve; the inner one sees them as messages, for the log and the limits of the spec.
     */
    ServerServiceDefinition guarded(BindableService service) {
        ServerServiceDefinition inner = ServerInterceptors.intercept(service, new Recognise());
        return ServerInterceptors.intercept(
                ServerInterceptors.useMarshalledMessages(inner, new WireBytes()), new Guard());
    }

    private final class Guard implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            String method = String.valueOf(call.getMethodDescriptor().getBareMethodName());
            OpenCall open = monitor.begin(method);
            Context context = Context.current();
            GuardedCall<Q, R> guarded = new GuardedCall<>(call, open, context);
            if (!monitor.hasRoom() && !CallThreads.isFromMemory(method)) {
                guarded.close(
                        Statuses.of(new StorageException.Unavailable("the driver serves " + monitor.mostInFlight()
                                + " calls at once, and as many are running; try again")),
                        new Metadata());
                return new ServerCall.Listener<>() {};
            }
            ServerCall.Listener<Q> handler =
                    Contexts.interceptCall(context.withValue(OpenCall.KEY, open), guarded, headers, next);
            return new GuardedListener<>(guarded, open, context, threads, callTimeout, handler);
        }
    }

    private static final class Recognise implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            OpenCall open = OpenCall.KEY.get();
            return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
                @Override
                public void onMessage(Q message) {
                    if (message instanceof Message request) {
                        open.received(request);
                        SizeLimits.check(request);
                    }
                    super.onMessage(message);
                }
            };
        }
    }
}
