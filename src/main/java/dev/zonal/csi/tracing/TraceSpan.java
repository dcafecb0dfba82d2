package dev.zonal.csi.tracing;

import java.util.Map;

/** A stretch of work as a trace tells it: a span of OpenTelemetry, or nothing where the call that it belongs to is not traced. */
public interface TraceSpan {
    /** What is not traced. */
    TraceSpan NONE = new TraceSpan() {
        @Override
        public TraceSpan child(String name, Kind kind) {
            return this;
        }

        @Override
        public void note(String attribute, String value) {}

        @Override
        public void failed(String type, String sentence) {}

        @Override
        public void end() {}

        @Override
        public Map<String, String> context() {
            return Map.of();
        }
    };

    /** What somebody does in it. */
    enum Kind {
        /** Asks another program, and waits for its answer. */
        CALL,
        /** Anything else: it works, or waits for its time. */
        INTERNAL
    }

    /** A part of it, which begins now. */
    TraceSpan child(String name, Kind kind);

    /** Says something about it; never a secret. */
    void note(String attribute, String value);

    /** @param type why it failed, in a word of a fixed set */
    void failed(String type, String sentence);

    /** It ends now; what it comes to has been said. */
    void end();

    /** What tells another program that its work is a part of this, as headers (W3C trace context); empty where nobody traces. */
    Map<String, String> context();
}
