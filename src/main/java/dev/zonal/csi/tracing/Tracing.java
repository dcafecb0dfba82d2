package dev.zonal.csi.tracing;

import java.util.List;
import java.util.Map;

/** Begins the spans of calls. */
public interface Tracing extends AutoCloseable {
    /** The headers by which a caller says to which trace its call belongs (W3C trace context). */
    List<String> HEADERS = List.of("traceparent", "tracestate");

    /** Nobody traces. */
    Tracing OFF = new Tracing() {
        @Override
        public TraceSpan begin(String method, Map<String, String> context) {
            return TraceSpan.NONE;
        }

        @Override
        public void close() {}
    };

    /**
     * The span of a call that has come in.
     *
     * @param context those of {@link #HEADERS} that came with it; what is not well-formed counts for nothing
     */
    TraceSpan begin(String method, Map<String, String> context);

    /** Hands over what has ended by now, and gives up soon where nobody takes it. */
    @Override
    void close();
}
