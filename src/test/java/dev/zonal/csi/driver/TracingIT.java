package dev.zonal.csi.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.tracing.FakeCollector;
import dev.zonal.csi.tracing.FakeCollector.Received;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Traces of the packaged program, and what it does without a collector: the one here is a fake. */
@RealHost
@Timeout(120)
final class TracingIT {
    private static final String TROUBLE = "traces can't be sent";
    private static final String SWIFT = """
            delays: {create: 50ms}
            rates: {every: {burst: 1000000, perSecond: 1000000}}
            """;

    @TempDir
    private Path folder;

    private Path config() throws IOException {
        return Files.writeString(folder.resolve("cloud.yaml"), SWIFT);
    }

    private RealDriver overCloudOfItsOwn(Map<String, String> variables, String... further) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--backend",
                "cloud",
                "--cloud-config",
                config().toString(),
                "--cloud-folder",
                folder.resolve("cloud").toString(),
                "--instance",
                "i-1",
                "--zone",
                "a"));
        arguments.addAll(List.of(further));
        return RealDriver.with(variables, arguments.toArray(String[]::new));
    }

    private static void create(RealDriver driver, String name) {
        try (CsiClient client = driver.client()) {
            var _ = client.controller()
                    .createVolume(Workload.volume(name, 64, Workload.block()).build());
        }
    }

    private static Received named(List<Received> spans, String service, String name) {
        return spans.stream()
                .filter(span -> span.service().equals(service) && span.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " of " + service + " among " + spans));
    }

    /** The batch is due in an hour: what arrives is what was handed over at the end. */
    @Test
    void aCallItsCallToTheCloudAndTheWorkThereAreOneTrace() throws Exception {
        try (FakeCollector collector = new FakeCollector()) {
            String address = collector.address().toString();
            try (RealCloud cloud = RealCloud.start(config(), "--tracing", address);
                    RealDriver driver = RealDriver.with(
                            Map.of("OTEL_BSP_SCHEDULE_DELAY", "3600000"),
                            "--backend",
                            "cloud",
                            "--mode",
                            "controller",
                            "--cloud",
                            "unix://" + cloud.socket(),
                            "--tracing",
                            address)) {
                create(driver, "pvc-1");
                assertThat(driver.terminate()).isZero();
            }

            List<Received> spans = collector.spans();
            Received call = named(spans, "zonal", "csi.v1.Controller/CreateVolume");
            Received asked = named(spans, "zonal", "CreateDisk");
            Received inCloud = named(spans, "zonal-cloud", "dev.zonal.csi.cloud.v1.CloudApi/CreateDisk");
            assertThat(call.parent()).isEmpty();
            assertThat(asked.parent()).isEqualTo(call.id());
            assertThat(inCloud.parent()).isEqualTo(asked.id());
            assertThat(List.of(call.trace(), asked.trace(), inCloud.trace())).allMatch(call.trace()::equals);
        }
    }

    @Test
    void withoutTheCollectorEveryCallIsAnsweredAndThatIsSaidOnce() throws Exception {
        try (RealDriver driver = overCloudOfItsOwn(
                Map.of("OTEL_BSP_SCHEDULE_DELAY", "10", "OTEL_JAVA_EXPORTER_OTLP_RETRY_DISABLED", "true"),
                "--tracing",
                "http://" + RealDriver.freeAddress())) {
            create(driver, "pvc-0");
            while (!Files.readString(driver.log()).contains(TROUBLE)) {
                Thread.onSpinWait();
            }
            for (int i = 1; i < 20; i++) {
                create(driver, "pvc-" + i);
            }

            assertThat(driver.terminate()).isZero();
            assertThat(Files.readString(driver.log()))
                    .containsOnlyOnce(TROUBLE)
                    .doesNotContain("ERROR")
                    .doesNotContain("io.opentelemetry");
        }
    }

    @Test
    void whereNobodyTracesNothingOfOpenTelemetryIsLoaded() throws Exception {
        try (RealDriver driver = overCloudOfItsOwn(Map.of())) {
            create(driver, "pvc-1");

            Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
            assertThat(HostTraces.output(jcmd.toString(), Long.toString(driver.pid()), "VM.class_hierarchy"))
                    .contains("dev.zonal.csi.tracing.CurrentSpan")
                    .doesNotContain("io.opentelemetry");
        }
    }
}
