package dev.zonal.csi.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands spans to another exporter, and says once that the collector does not take them, and once that it does again. */
final class SpanDelivery implements SpanExporter {
    private static final Logger LOG = LoggerFactory.getLogger(SpanDelivery.class);

    private final SpanExporter exporter;
    private final URI collector;
    private final AtomicBoolean troubled = new AtomicBoolean();

    SpanDelivery(SpanExporter exporter, URI collector) {
        this.exporter = exporter;
        this.collector = collector;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> ended(result));
    }

    private void ended(CompletableResultCode result) {
        boolean failed = !result.isSuccess();
        if (troubled.getAndSet(failed) == failed) {
            return;
        }
        if (failed) {
            LOG.atWarn()
                    .addKeyValue("collector", collector)
                    .addKeyValue("reason", reason(result))
                    .log("traces can't be sent, and are left out until they can");
        } else {
            LOG.atInfo().addKeyValue("collector", collector).log("traces are sent again");
        }
    }

    private static String reason(CompletableResultCode result) {
        return Optional.ofNullable(result.getFailureThrowable())
                .map(failure -> Optional.ofNullable(failure.getCause()).orElse(failure))
                .map(Throwable::toString)
                .orElse("unknown");
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
