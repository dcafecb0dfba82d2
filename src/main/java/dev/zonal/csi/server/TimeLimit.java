package dev.zonal.csi.server;

import dev.zonal.csi.server.Rpc.Trait;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A call's deadline: that of its caller, else the driver's own. There always is one, because nobody could tell a call that
 * never ends from one that takes long. A stream without a deadline of its caller gets the driver's anew with each answer.
 */
final class TimeLimit {
    private final boolean stream;
    private final Optional<Duration> ofCaller;
    private final Duration timeout;
    private final LongSupplier nanoTime;
    private final long begin;
    private volatile long lastAnswer;

    /**
     * @param ofCaller how long the caller waits, empty where it names no deadline
     * @param timeout the driver's own limit
     */
    TimeLimit(Rpc rpc, Optional<Duration> ofCaller, Duration timeout, LongSupplier nanoTime) {
        this.stream = rpc.is(Trait.STREAM);
        this.ofCaller = ofCaller;
        this.timeout = timeout;
        this.nanoTime = nanoTime;
        this.begin = nanoTime.getAsLong();
        this.lastAnswer = begin;
    }

    /** An answer of a stream has left. */
    void answered() {
        lastAnswer = nanoTime.getAsLong();
    }

    /** How long the call may still go on; zero or less where its time is over. */
    Duration remaining() {
        long now = nanoTime.getAsLong();
        return ofCaller.map(duration -> duration.minusNanos(now - begin))
                .orElseGet(() -> timeout.minusNanos(now - lastAnswer));
    }

    /** When the call's handler has to have ended, empty where no time is certain: a stream may go on. */
    Optional<Duration> forHandler() {
        return stream && ofCaller.isEmpty() ? Optional.empty() : Optional.of(remaining());
    }
}
