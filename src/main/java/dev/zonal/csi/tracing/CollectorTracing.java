package dev.zonal.csi.tracing;

import dev.zonal.csi.config.ConfigurationException;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Traces for a collector of OpenTelemetry. Spans wait in a bounded queue and leave in batches, on a thread of the SDK; what the
 * queue has no room for is left out. The variables {@code OTEL_*} say what the SDK reads of them: sampling, headers, batches,
 * what is told of the process.
 */
public final class CollectorTracing implements Tracing {
    private static final long LAST_SPANS_SECONDS = 2;

    /** Names come from outside, and many spans wait at once. */
    private static final String LONGEST_VALUE = "512";

    private static final TextMapGetter<Map<String, String>> HEADER =
            (headers, key) -> headers == null ? null : headers.get(key);

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    private CollectorTracing(SdkTracerProvider provider) {
        this.provider = provider;
        this.tracer = provider.get("dev.zonal.csi");
    }

    /** To wherever that provider sends them. */
    public static Tracing by(SdkTracerProvider provider) {
        return new CollectorTracing(provider);
    }

    /**
     * To a collector (OTLP over HTTP).
     *
     * @param service what this process is called
     * @param process what else there is to say of it, unless the environment says it
     * @throws ConfigurationException where a variable of the environment can't be read
     */
    public static Tracing to(URI collector, String service, Map<String, String> process) {
        Map<String, String> said = Map.of(
                "otel.traces.exporter", "otlp",
                "otel.exporter.otlp.traces.protocol", "http/protobuf",
                "otel.exporter.otlp.traces.endpoint", collector + "/v1/traces",
                "otel.metrics.exporter", "none",
                "otel.logs.exporter", "none");
        try {
            return by(AutoConfiguredOpenTelemetrySdk.builder()
                    .disableShutdownHook()
                    .addPropertiesSupplier(() ->
                            Map.of("otel.service.name", service, "otel.attribute.value.length.limit", LONGEST_VALUE))
                    .addPropertiesCustomizer(_ -> said)
                    .addResourceCustomizer(
                            (ofEnvironment, _) -> resource(process).merge(ofEnvironment))
                    .addSpanExporterCustomizer((exporter, _) -> new SpanDelivery(exporter, collector))
                    .build()
                    .getOpenTelemetrySdk()
                    .getSdkTracerProvider());
        } catch (io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException wrong) {
            throw new ConfigurationException("OTEL_*: " + wrong.getMessage(), wrong);
        }
    }

    private static Resource resource(Map<String, String> process) {
        var resource = Resource.builder();
        process.forEach(resource::put);
        return resource.build();
    }

    @Override
    public TraceSpan begin(String method, Map<String, String> context) {
        Context caller = W3CTraceContextPropagator.getInstance().extract(Context.root(), context, HEADER);
        return new ExportedSpan(
                tracer,
                tracer.spanBuilder(method)
                        .setParent(caller)
                        .setSpanKind(SpanKind.SERVER)
                        .startSpan());
    }

    @Override
    public void close() {
        var _ = provider.shutdown().join(LAST_SPANS_SECONDS, TimeUnit.SECONDS);
    }
}
