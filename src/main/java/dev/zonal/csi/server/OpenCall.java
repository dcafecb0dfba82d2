package dev.zonal.csi.server;

import com.google.protobuf.Message;
import io.grpc.Context;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A call between its first byte and its end, which is told once, whoever ends it. */
final class OpenCall {
    /** Where the part that sees the request as a message finds the call that it belongs to. */
    static final Context.Key<OpenCall> KEY = Context.key("open-call");

    private final String method;
    private final CallMonitor monitor;
    private final long startNanoTime = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable Message request;

    OpenCall(String method, CallMonitor monitor) {
        this.method = method;
        this.monitor = monitor;
    }

    String method() {
        return method;
    }

    void received(Message message) {
        request = message;
    }

    boolean isEnded() {
        return ended.get();
    }

    /** @return false where it has ended already */
    boolean end(CallOutcome outcome) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        monitor.ended(method, outcome, System.nanoTime() - startNanoTime, Optional.ofNullable(request));
        return true;
    }
}
