package dev.zonal.csi.cloud.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.simulator.CloudBench;
import dev.zonal.csi.tracing.CollectedSpans;
import dev.zonal.csi.tracing.CurrentSpan;
import dev.zonal.csi.tracing.TraceSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cloud does for a call stands in the trace of that call. */
final class SpanHeadersTest {
    @TempDir
    private Path folder;

    @Test
    void aSpanOfTheCloudHasItsCallersForParent() {
        try (CloudBench bench = new CloudBench("")) {
            CollectedSpans spans = new CollectedSpans(bench.clock);
            try (ServedCloud served = ServedCloud.start(bench.running(), folder.resolve("c.sock"), spans.tracing());
                    CloudConnection connection = CloudConnection.to(served.endpoint(), Duration.ofSeconds(30))) {
                Cloud cloud = connection.as("test");
                cloud.instances();
                TraceSpan caller = spans.tracing().begin("a call", Map.of());
                CurrentSpan.with(caller, cloud::disks);
                caller.end();
            }

            SpanData inCloud = spans.named("dev.zonal.csi.cloud.v1.CloudApi/ListDisks");
            assertThat(inCloud.getParentSpanId())
                    .isEqualTo(spans.named("a call").getSpanId());
            assertThat(inCloud.getTraceId()).isEqualTo(spans.named("a call").getTraceId());
            assertThat(spans.named("dev.zonal.csi.cloud.v1.CloudApi/ListInstances")
                            .getTraceId())
                    .isNotEqualTo(inCloud.getTraceId());
        }
    }
}
