package dev.zonal.csi.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.Map;

/** A span of OpenTelemetry. */
record ExportedSpan(Tracer tracer, Span span) implements TraceSpan {
    @Override
    public TraceSpan child(String name, Kind kind) {
        SpanKind kindThere = switch (kind) {
            case CALL -> SpanKind.CLIENT;
            case INTERNAL -> SpanKind.INTERNAL;
        };
        return new ExportedSpan(
                tracer,
                tracer.spanBuilder(name)
                        .setParent(Context.root().with(span))
                        .setSpanKind(kindThere)
                        .startSpan());
    }

    @Override
    public void note(String attribute, String value) {
        span.setAttribute(attribute, value);
    }

    @Override
    public void failed(String type, String sentence) {
        span.setAttribute("error.type", type);
        span.setStatus(StatusCode.ERROR, sentence);
    }

    @Override
    public void end() {
        span.end();
    }

    @Override
    public Map<String, String> context() {
        Map<String, String> headers = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(Context.root().with(span), headers, (to, key, value) -> {
            if (to != null) {
                to.put(key, value);
            }
        });
        return headers;
    }
}
