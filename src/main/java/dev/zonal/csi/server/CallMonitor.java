package dev.zonal.csi.server;

import dev.zonal.csi.metrics.CallMetrics;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the calls in flight, and tells the metrics and the access log of each that ended. */
final class CallMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(CallMonitor.class);

    private final CallMetrics metrics;
    private final ServerThreads threads;
    private final AtomicInteger inFlight = new AtomicInteger();

    CallMonitor(CallMetrics metrics, ServerThreads threads) {
        this.metrics = metrics;
        this.threads = threads;
    }

    /**
     * Counts a call in. Every one that began has to end, also one that there is no room for.
     *
     * @return how many are in flight with it
     */
    int begin() {
        metrics.began();
        return inFlight.incrementAndGet();
    }

    void ended(EndedCall call) {
        inFlight.decrementAndGet();
        metrics.ended(call.rpc().shortName(), call.code(), call.took());
        if (!AccessLog.tells(call)) {
            return;
        }
        if (threads.isEventLoop()) {
            // Whoever reads the log may stop reading.
            threads.calls().execute(() -> tell(call));
        } else {
            tell(call);
        }
    }

    private static void tell(EndedCall call) {
        try {
            AccessLog.write(call);
        } catch (RuntimeException failed) {
            // Its caller gets the answer all the same.
            LOG.atError()
                    .addKeyValue("method", call.rpc().shortName())
                    .setCause(failed)
                    .log("a call could not be told");
        }
    }
}
