package dev.zonal.csi.client;

import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.config.Endpoint;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractBlockingStub;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Makes the calls of one service, each with the same timeout, and turns what they fail with into {@link CallFailed}. */
public final class Calls<S extends AbstractBlockingStub<S>> {
    /** What the transport adds to its sentences: the names of its own parts. */
    private static final String NETTY_DETAIL = " for \\[NettyClientHandler.*";

    private final S stub;
    private final Connection connection;

    public Calls(S stub, Connection connection) {
        this.stub = stub;
        this.connection = connection;
    }

    /** @throws CallFailed with the status, in the cause too */
    public <R> R call(Function<S, R> call) {
        try {
            return call.apply(stub.withDeadlineAfter(connection.timeout().toNanos(), TimeUnit.NANOSECONDS));
        } catch (StatusRuntimeException failed) {
            throw failure(failed);
        }
    }

    private CallFailed failure(StatusRuntimeException failed) {
        Status status = failed.getStatus();
        Status.Code code = code(status);
        return new CallFailed(code.value(), code.name(), sentence(code, status), failed);
    }

    /** Where the driver goes in the very moment of a call, the transport has no better word for it than UNKNOWN. */
    private static Status.Code code(Status status) {
        return status.getCode() == Status.Code.UNKNOWN && neverArrived(status)
                ? Status.Code.UNAVAILABLE
                : status.getCode();
    }

    private String sentence(Status.Code code, Status status) {
        return switch (code) {
            case DEADLINE_EXCEEDED ->
                "no answer within " + seconds() + " s; " + connection.served() + " may still finish it";
            case CANCELLED -> "interrupted while waiting for the answer";
            case UNAVAILABLE ->
                neverArrived(status)
                        ? Listener.whyNobodyAnswers(connection.served(), connection.address(), status.getCause())
                        : said(status);
            default -> said(status);
        };
    }

    /** The driver's own answers come without a cause; a cause is what the socket said on this side. */
    private static boolean neverArrived(Status status) {
        return status.getCause() instanceof IOException;
    }

    private String said(Status status) {
        String sentence = status.getDescription();
        return sentence == null || sentence.isBlank()
                ? connection.served() + " gave no reason"
                : sentence.replaceFirst(NETTY_DETAIL, "");
    }

    private String seconds() {
        return String.valueOf(connection.timeout().toMillis() / 1000.0).replaceFirst("\\.0$", "");
    }

    /**
     * What every call of a client has in common.
     *
     * @param timeout how long each call may take
     */
    public record Connection(Served served, Channel channel, ControlAddress address, Duration timeout) {
        /** On a unix socket. */
        public Connection(Served served, Channel channel, Endpoint endpoint, Duration timeout) {
            this(served, channel, new ControlAddress.Unix(endpoint.socket()), timeout);
        }
    }
}
