package dev.zonal.csi.conformance;

import dev.zonal.csi.rpc.Statuses;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * How a call ended.
 *
 * @param answer the response where it went well, else the sentence that came with the code
 */
public record Reply(Code code, Object answer) {
    static final Reply DONE = new Reply(Code.OK, "done");

    /** The caller does not know whether it happened. */
    static final Reply LOST = new Reply(Code.DEADLINE_EXCEEDED, "the answer was lost");

    /** Calls a service as the server does, and collects what it says. */
    public static <Q, R> Reply of(BiConsumer<Q, StreamObserver<R>> method, Q request) {
        List<R> answers = new ArrayList<>();
        try {
            method.accept(request, new StreamObserver<>() {
                @Override
                public void onNext(R answer) {
                    answers.add(answer);
                }

                @Override
                public void onError(Throwable failure) {
                    throw new AssertionError(failure);
                }

                @Override
                public void onCompleted() {
                    // One answer is all that these methods give.
                }
            });
            return new Reply(Code.OK, answers.getFirst());
        } catch (RuntimeException failure) {
            Status status = Statuses.of(failure);
            return new Reply(status.getCode(), String.valueOf(status.getDescription()));
        }
    }

    /** Nobody foresaw it: the driver, or the host below it, broke down. */
    static Reply accident(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return new Reply(Code.UNKNOWN, trace);
    }

    /** Whether the call may have had its effect, or part of it, or none. */
    boolean isOpen() {
        return code == Code.DEADLINE_EXCEEDED || code == Code.CANCELLED;
    }
}
