package dev.zonal.csi.server;

import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.rpc.Statuses;
import dev.zonal.csi.rpc.Trailers;
import dev.zonal.csi.server.Rpc.Trait;
import dev.zonal.csi.server.Rpc.Work;
import dev.zonal.csi.tracing.CurrentSpan;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The asking half of a call: the event loop brings the request here, and its handler runs on the thread that its
 * {@link Work} needs, under its deadline. Whatever the handler throws becomes the call's status; where its time is over
 * first, the call is answered without it.
 */
final class GuardedListener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final GuardedCall<?, ?> call;
    private final TimeLimit limit;
    private final ServerThreads threads;
    private final CallSubject subjects;

    /** Of the event loop alone. */
    private @Nullable Future<?> timer;

    GuardedListener(
            GuardedCall<?, ?> call,
            TimeLimit limit,
            ServerThreads threads,
            CallSubject subjects,
            ServerCall.Listener<Q> handler) {
        super(handler);
        this.call = call;
        this.limit = limit;
        this.threads = threads;
        this.subjects = subjects;
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
        if (call.rpc().work() == Work.CONSTANT) {
            handle();
        } else {
            endInTime();
            threads.calls().execute(this::handle);
        }
    }

    private void handle() {
        if (call.isEnded()) {
            return;
        }
        try {
            if (call.rpc().work() != Work.CONSTANT) {
                call.lookFor(subjects);
            }
            CurrentSpan.with(
                    call.span(),
                    () -> Deadline.of(limit.forHandler(), call::isEnded).bind(super::onHalfClose));
        } catch (StatusRuntimeException refused) {
            // By gRPC itself, to a handler that was about to send when its caller left: nobody is there to be told.
            if (refused.getStatus().getCode() != Status.Code.CANCELLED || !call.isEnded()) {
                fail(refused);
            }
        } catch (RuntimeException | Error failure) {
            fail(failure);
        }
    }

    /** Answers for a handler that takes too long; looks again where a stream has made progress meanwhile. */
    private void endInTime() {
        Duration remaining = limit.remaining();
        if (remaining.isPositive()) {
            timer = threads.after(remaining, this::endInTime);
        } else {
            fail(new StorageException.DeadlineExceeded("the deadline passed; "
                    + (call.rpc().is(Trait.EFFECTS)
                            ? "what was begun goes on to its next safe point, and a retry finishes it"
                            : "try again")));
        }
    }

    /** The caller can take more of a stream. */
    @Override
    public void onReady() {
        call.ready();
    }

    @Override
    public void onComplete() {
        stopTimer();
        super.onComplete();
    }

    @Override
    public void onCancel() {
        stopTimer();
        try {
            // First: whoever is refused by gRPC from now on finds the call ended.
            call.cancelled();
        } finally {
            super.onCancel();
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void fail(Throwable failure) {
        call.close(Statuses.of(failure), Trailers.of(failure));
    }
}
