package dev.zonal.csi.server;

import dev.zonal.csi.concurrent.AtOnce;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.rpc.Statuses;
import io.grpc.Context;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the handler with the caller's deadline, on a thread that fits the call, and makes a status of what it throws. The
 * thread of the sockets comes here; what may wait goes on elsewhere, and is answered in time whatever it waits for.
 */
final class GuardedListener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final ServerCall<?, ?> call;
    private final OpenCall open;
    private final Context context;
    private final CallThreads threads;
    private final Duration timeout;
    private @Nullable Future<?> timer;

    /**
     * @param context the call's, which knows its caller's deadline
     * @param timeout how long the call may take where its caller names no deadline
     */
    GuardedListener(
            ServerCall<?, ?> call,
            OpenCall open,
            Context context,
            CallThreads threads,
            Duration timeout,
            ServerCall.Listener<Q> handler) {
        super(handler);
        this.call = call;
        this.open = open;
        this.context = context;
        this.threads = threads;
        this.timeout = timeout;
    }

    /** Here the bytes become a message. */
    @Override
    public void onMessage(Q message) {
        try {
            super.onMessage(message);
        } catch (StatusRuntimeException malformed) {
            fail(new StorageException.InvalidArgument(
                    "the request is not a message of this method: " + malformed.getMessage()));
        } catch (RuntimeException | Error failure) {
            fail(failure);
        }
    }

    /** The request is whole: here the handler runs. */
    @Override
    public void onHalfClose() {
        Duration remaining = remaining();
        Deadline deadline = Deadline.of(Optional.of(remaining), context::isCancelled);
        Runnable handler = () -> deadline.bind(super::onHalfClose);
        run(() -> {
            boolean answered = CallThreads.mayAnswerAtOnce(open.method()) && AtOnce.attempt(handler);
            if (!answered) {
                timer = threads.after(
                        remaining,
                        () -> fail(
                                new StorageException.DeadlineExceeded(
                                        "the deadline passed; what was begun goes on to its next safe point, and a retry finishes it")));
                threads.of(open.method()).execute(() -> run(handler));
            }
        });
    }

    private void run(Runnable handler) {
        try {
            if (!open.isEnded()) {
                handler.run();
            }
        } catch (RuntimeException | Error failure) {
            fail(failure);
        }
    }

    @Override
    public void onComplete() {
        stopTimer();
        super.onComplete();
    }

    /** The caller left; where the handler has run, the call has ended already. */
    @Override
    public void onCancel() {
        stopTimer();
        try {
            super.onCancel();
        } finally {
            open.end(new CallOutcome("CANCELLED", "", true));
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void fail(Throwable failure) {
        call.close(Statuses.of(failure), new Metadata());
    }

    /** There always is an end: nobody could tell a call that never ends from one that takes long. */
    private Duration remaining() {
        io.grpc.Deadline deadline = context.getDeadline();
        return deadline == null ? timeout : Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS));
    }
}
