package dev.zonal.csi.server;

import com.google.protobuf.Message;
import dev.zonal.csi.metrics.CallMetrics;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows the calls that are running: counts, limits, measures and logs them. */
final class CallMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(CallMonitor.class);

    private final CallMetrics metrics;
    private final ServerThreads threads;
    private final int mostInFlight;
    private final AtomicInteger inFlight = new AtomicInteger();

    CallMonitor(CallMetrics metrics, ServerThreads threads, int mostInFlight) {
        this.metrics = metrics;
        this.threads = threads;
        this.mostInFlight = mostInFlight;
    }

    /** Counts a call in. Every one that began has to end, also one that there was no room for. */
    OpenCall begin(String method) {
        inFlight.incrementAndGet();
        metrics.began();
        return new OpenCall(method, this);
    }

    /** Whether there is room for the calls that are in. */
    boolean hasRoom() {
        return inFlight.get() <= mostInFlight;
    }

    int mostInFlight() {
        return mostInFlight;
    }

    void ended(String method, CallOutcome outcome, long nanoseconds, Optional<Message> request) {
        inFlight.decrementAndGet();
        metrics.ended(method, outcome.code(), Duration.ofNanos(nanoseconds));
        if (!AccessLog.tells(method, outcome)) {
            return;
        }
        if (threads.isOfSockets()) {
            // Whoever reads the log may stop reading.
            threads.calls().execute(() -> tell(method, outcome, nanoseconds, request));
        } else {
            tell(method, outcome, nanoseconds, request);
        }
    }

    private static void tell(String method, CallOutcome outcome, long nanoseconds, Optional<Message> request) {
        try {
            AccessLog.write(method, outcome, nanoseconds, request);
        } catch (RuntimeException failed) {
            // Its caller gets the answer all the same.
            LOG.atError().addKeyValue("method", method).setCause(failed).log("a call could not be told");
        }
    }
}
