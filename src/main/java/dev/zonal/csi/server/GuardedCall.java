package dev.zonal.csi.server;

import com.google.protobuf.Message;
import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.server.Rpc.Trait;
import dev.zonal.csi.tracing.TraceSpan;
import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The answering half of a call. It ends once, whoever comes first: its handler, its deadline, or its caller who leaves;
 * what is sent after that does not leave any more, and the end is told to the {@link CallMonitor}.
 *
 * <p>A single answer is held back and leaves together with the end. The answers of a stream leave one by one, and each
 * waits until its caller takes it.
 */
final class GuardedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
    /** Where the interceptor that sees the request as a message finds the call that it belongs to. */
    static final Context.Key<GuardedCall<?, ?>> KEY = Context.key("guarded-call");

    private final Rpc rpc;
    private final CallMonitor monitor;
    private final Context context;
    private final TimeLimit limit;
    private final TraceSpan span;
    private final long startNanoTime = System.nanoTime();

    /** Orders the answers of a stream and the end. The event loop takes it: nobody waits for anything while it has it. */
    private final ReentrantLock leaving = new ReentrantLock();

    /** Signalled when an answer may leave, and when none may any more. */
    private final Condition changed = leaving.newCondition();

    private volatile boolean ended;
    private boolean headersSent;
    private @Nullable R answer;
    private volatile @Nullable Message request;
    private volatile @Nullable KubernetesObject subject;

    /** @param context the call's, which knows whether its caller has left */
    GuardedCall(ServerCall<Q, R> call, Rpc rpc, Context context, TimeLimit limit, CallMonitor monitor, TraceSpan span) {
        super(call);
        this.rpc = rpc;
        this.monitor = monitor;
        this.context = context;
        this.limit = limit;
        this.span = span;
    }

    Rpc rpc() {
        return rpc;
    }

    TraceSpan span() {
        return span;
    }

    void received(Message message) {
        request = message;
    }

    /** Looks for whom the call is, on the thread that handles it. */
    void lookFor(CallSubject subjects) {
        Message asked = request;
        if (asked != null) {
            subject = subjects.of(asked).orElse(null);
        }
    }

    boolean isEnded() {
        return ended;
    }

    @Override
    public void sendHeaders(Metadata headers) {
        // They leave with the first answer: there are none of ours.
    }

    @Override
    public void sendMessage(R message) {
        if (rpc.is(Trait.STREAM)) {
            send(message);
        } else {
            answer = message;
        }
    }

    private void send(R message) {
        leaving.lock();
        try {
            while (!ended && !isReady()) {
                changed.await();
            }
            if (ended) {
                throw new StorageException.DeadlineExceeded("nobody waits for the other answers any more");
            }
            leave(message);
            limit.answered();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StorageException.Unavailable("the driver is stopping");
        } finally {
            leaving.unlock();
        }
    }

    private void leave(R message) {
        if (!headersSent) {
            headersSent = true;
            super.sendHeaders(new Metadata());
        }
        super.sendMessage(message);
    }

    /** The caller has taken so much that more may leave. */
    void ready() {
        leaving.lock();
        try {
            changed.signalAll();
        } finally {
            leaving.unlock();
        }
    }

    @Override
    public void close(Status status, Metadata trailers) {
        if (!end()) {
            return;
        }
        String reason = status.getDescription();
        // Told before the caller knows, so that who asks for the numbers after an answer finds it counted.
        tell(status.getCode(), reason == null ? "" : reason, context.isCancelled());
        R message = answer;
        if (status.isOk() && message != null) {
            leave(message);
        }
        super.close(status, trailers);
    }

    /** The caller has left; where the handler has run, the call has ended already. */
    void cancelled() {
        if (end()) {
            tell(Status.Code.CANCELLED, "", true);
        }
    }

    /** @return false where it has ended already */
    private boolean end() {
        leaving.lock();
        try {
            boolean first = !ended;
            ended = true;
            changed.signalAll();
            return first;
        } finally {
            leaving.unlock();
        }
    }

    private void tell(Status.Code code, String reason, boolean callerLeft) {
        Duration took = Duration.ofNanos(System.nanoTime() - startNanoTime);
        EndedCall call = new EndedCall(
                rpc, code.name(), reason, callerLeft, took, Optional.ofNullable(request), Optional.ofNullable(subject));
        CallTrace.end(span, call);
        monitor.ended(call);
    }
}
