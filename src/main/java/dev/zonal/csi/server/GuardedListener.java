package dev.zonal.csi.server;

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
import java.util.concurrent.TimeUnit;

/** Runs the handler with the caller's deadline, and makes a status of what it throws. */
final class GuardedListener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final ServerCall<?, ?> call;
    private final OpenCall open;
    private final Duration timeout;

    /**
     * @param timeout how long the call may take where its caller names no deadline
     */
    GuardedListener(ServerCall<?, ?> call, OpenCall open, Duration timeout, ServerCall.Listener<Q> handler) {
        super(handler);
        this.call = call;
        this.open = open;
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
        if (open.isEnded()) {
            return;
        }
        try {
            deadline().bind(super::onHalfClose);
        } catch (RuntimeException | Error failure) {
            fail(failure);
        }
    }

    /** The caller left; where the handler has run, the call has ended already. */
    @Override
    public void onCancel() {
        try {
            super.onCancel();
        } finally {
            open.end(new CallOutcome("CANCELLED", "", true));
        }
    }

    private void fail(Throwable failure) {
        call.close(Statuses.of(failure), new Metadata());
    }

    /** There always is one: nobody could tell a call that never ends from one that takes long. */
    private Deadline deadline() {
        Context context = Context.current();
        io.grpc.Deadline deadline = context.getDeadline();
        Duration remaining =
                deadline == null ? timeout : Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS));
        return Deadline.of(Optional.of(remaining), context::isCancelled);
    }
}
