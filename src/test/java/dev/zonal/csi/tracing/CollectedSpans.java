package dev.zonal.csi.tracing;

import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every span that has ended, timed by a clock of the test. */
public final class CollectedSpans implements SpanExporter {
    private final List<SpanData> ended = new CopyOnWriteArrayList<>();
    private final Tracing tracing;

    public CollectedSpans(InstantSource clock) {
        tracing = CollectorTracing.by(SdkTracerProvider.builder()
                .setClock(new ClockOfTest(clock))
                .addSpanProcessor(SimpleSpanProcessor.create(this))
                .build());
    }

    private record ClockOfTest(InstantSource time) implements Clock {
        @Override
        public long now() {
            Instant now = time.instant();
            return now.getEpochSecond() * 1_000_000_000 + now.getNano();
        }

        @Override
        public long nanoTime() {
            return now();
        }
    }

    public Tracing tracing() {
        return tracing;
    }

    /** In the order of their ends. */
    public List<SpanData> all() {
        return List.copyOf(ended);
    }

    /** The first of that name. */
    public SpanData named(String name) {
        return ended.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no span " + name + " among " + ended));
    }

    /** In the order of their beginnings; of those that begin at once, in that of their ends. */
    public List<SpanData> childrenOf(SpanData parent) {
        return ended.stream()
                .filter(span -> span.getParentSpanId().equals(parent.getSpanId()))
                .sorted(Comparator.comparingLong(SpanData::getStartEpochNanos))
                .toList();
    }

    public static Duration length(SpanData span) {
        return Duration.ofNanos(span.getEndEpochNanos() - span.getStartEpochNanos());
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        ended.addAll(spans);
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}
