package dev.zonal.csi.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.RecordedLog;
import dev.zonal.csi.config.ConfigurationException;
import dev.zonal.csi.tracing.TraceSpan.Kind;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** The way of spans to a collector, and that nobody waits for one that is away. */
final class CollectorTracingTest {
    private static void call(Tracing tracing) {
        TraceSpan call = tracing.begin("a call", Map.of());
        CurrentSpan.with(call, () -> CurrentSpan.within("a wait", () -> {}));
        call.end();
    }

    @Test
    void whatEndedIsHandedOverAtTheEnd() throws IOException {
        try (FakeCollector collector = new FakeCollector()) {
            Tracing tracing = CollectorTracing.to(collector.address(), "zonal", Map.of());
            call(tracing);
            tracing.close();

            List<FakeCollector.Received> spans = collector.spans();
            assertThat(spans)
                    .extracting(FakeCollector.Received::service, FakeCollector.Received::name)
                    .containsExactlyInAnyOrder(tuple("a call"), tuple("a wait"));
            assertThat(spans.getFirst().parent()).isEqualTo(spans.getLast().id());
        }
    }

    private static Tuple tuple(String name) {
        return Tuple.tuple("zonal", name);
    }

    @Test
    void theEndDoesNotWaitForACollectorThatHangs() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Tracing tracing =
                    CollectorTracing.to(URI.create("http://127.0.0.1:" + silent.getLocalPort()), "zonal", Map.of());
            call(tracing);
            long begun = System.nanoTime();

            tracing.close();

            // The exporter itself would wait for ten.
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
        }
    }

    @Test
    void troubleIsSaidOnceAndItsEndToo() {
        ScriptedExporter exporter = new ScriptedExporter();
        SpanDelivery delivery = new SpanDelivery(exporter, URI.create("http://127.0.0.1:1"));
        try (RecordedLog log = new RecordedLog(SpanDelivery.class)) {
            exporter.next = CompletableResultCode.ofSuccess();
            delivery.export(List.of());
            assertThat(log.events()).isEmpty();
            exporter.next = CompletableResultCode.ofExceptionalFailure(new IOException("nobody listens"));
            delivery.export(List.of());
            delivery.export(List.of());
            assertThat(log.events()).hasSize(1);
            assertThat(log.events().getFirst().getKeyValuePairs().toString()).contains("nobody listens");
            exporter.next = CompletableResultCode.ofSuccess();
            delivery.export(List.of());
            delivery.export(List.of());
            assertThat(log.events()).hasSize(2);
        }
    }

    @Test
    void aVariableThatCantBeReadIsNamed() {
        System.setProperty("otel.bsp.schedule.delay", "soon");
        try {
            assertThatThrownBy(() -> CollectorTracing.to(URI.create("http://127.0.0.1:1"), "zonal", Map.of()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("otel.bsp.schedule.delay");
        } finally {
            System.clearProperty("otel.bsp.schedule.delay");
        }
    }

    @Test
    void whatIsNotTracedHasNoContext() {
        assertThat(CurrentSpan.get()).isEqualTo(TraceSpan.NONE);
        assertThat(TraceSpan.NONE.child("a", Kind.CALL).context()).isEmpty();
    }
}
