package dev.zonal.csi.server;

import com.google.protobuf.Message;
import dev.zonal.csi.metrics.CallMetrics;
import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.rpc.SizeLimits;
import dev.zonal.csi.rpc.Statuses;
import dev.zonal.csi.rpc.Trailers;
import dev.zonal.csi.server.Rpc.Work;
import dev.zonal.csi.tracing.Tracing;
import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Admission control, deadlines and threads for every call, as gRPC interceptors: so many calls may be in flight, and what is
 * more is refused. It gives each call its deadline and its thread, refuses requests beyond the size limits, has each call
 * measured and logged, and makes a status of whatever a handler throws.
 */
public final class CallGuard {
    private final CallMonitor monitor;
    private final ServerThreads threads;
    private final int mostInFlight;
    private final Duration callTimeout;
    private final CallSubject subjects;
    private final Tracing tracing;

    /** One that traces nothing, and knows of no id for which object of Kubernetes it was made. */
    public CallGuard(CallMetrics metrics, ServerThreads threads, int mostInFlight, Duration callTimeout) {
        this(metrics, threads, mostInFlight, callTimeout, _ -> Optional.empty(), Tracing.OFF);
    }

    /**
     * @param mostInFlight how many calls run at once; more are turned away
     * @param callTimeout how long a call may take whose caller names no deadline
     * @param madeFor for which object of Kubernetes a volume or a snapshot was made, by its id and from memory: it stands in
     *     the lines of the log about it
     * @param tracing begins a span for each call
     */
    public CallGuard(
            CallMetrics metrics,
            ServerThreads threads,
            int mostInFlight,
            Duration callTimeout,
            Function<String, Optional<KubernetesObject>> madeFor,
            Tracing tracing) {
        this.monitor = new CallMonitor(metrics, threads);
        this.threads = threads;
        this.mostInFlight = mostInFlight;
        this.callTimeout = callTimeout;
        this.subjects = new CallSubject(madeFor);
        this.tracing = tracing;
    }

    /**
     * The service with the guard before it: as two interceptors. The outer one sees requests as bytes, so that what is no
     * message fails inside of it and gets the code that it deserves; the inner one sees them as messages.
     *
     * @throws IllegalArgumentException where one of its methods is not in the table of calls
     */
    ServerServiceDefinition guarded(BindableService service) {
        ServerServiceDefinition definition = service.bindService();
        definition.getMethods().forEach(method -> row(method.getMethodDescriptor()));
        return ServerInterceptors.intercept(
                ServerInterceptors.useInputStreamMessages(
                        ServerInterceptors.intercept(definition, new MessageInterceptor())),
                new CallInterceptor());
    }

    private static Rpc row(MethodDescriptor<?, ?> method) {
        return Rpc.of(method.getFullMethodName())
                .orElseThrow(() ->
                        new IllegalArgumentException(method.getFullMethodName() + " is not in the table of calls"));
    }

    private final class CallInterceptor implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            Rpc rpc = row(call.getMethodDescriptor());
            Context context = Context.current();
            TimeLimit limit = new TimeLimit(rpc, ofCaller(context), callTimeout, System::nanoTime);
            GuardedCall<Q, R> guarded =
                    new GuardedCall<>(call, rpc, context, limit, monitor, CallTrace.begin(tracing, rpc, headers));
            if (monitor.begin() > mostInFlight && rpc.work() != Work.CONSTANT) {
                StorageException busy = new StorageException.Unavailable(
                        "the driver serves " + mostInFlight + " calls at once, and as many are running; try again");
                guarded.close(Statuses.of(busy), Trailers.of(busy));
                return new ServerCall.Listener<>() {};
            }
            ServerCall.Listener<Q> handler =
                    Contexts.interceptCall(context.withValue(GuardedCall.KEY, guarded), guarded, headers, next);
            return new GuardedListener<>(guarded, limit, threads, subjects, handler);
        }

        private static Optional<Duration> ofCaller(Context context) {
            return Optional.ofNullable(context.getDeadline())
                    .map(deadline -> Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS)));
        }
    }

    private static final class MessageInterceptor implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            GuardedCall<?, ?> guarded = GuardedCall.KEY.get();
            return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
                @Override
                public void onMessage(Q message) {
                    if (message instanceof Message request) {
                        guarded.received(request);
                        SizeLimits.check(request);
                    }
                    super.onMessage(message);
                }
            };
        }
    }
}
