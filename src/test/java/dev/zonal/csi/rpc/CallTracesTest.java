package dev.zonal.csi.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.SimulatedCloudDriver;
import dev.zonal.csi.cloud.ApiCall;
import dev.zonal.csi.cloud.FaultEffect;
import dev.zonal.csi.cloud.FaultPlan;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.tracing.CollectedSpans;
import dev.zonal.csi.v1.ControllerGrpc;
import dev.zonal.csi.v1.ControllerPublishVolumeRequest;
import dev.zonal.csi.v1.DeleteVolumeRequest;
import dev.zonal.csi.v1.IdentityGrpc;
import dev.zonal.csi.v1.NodeGrpc;
import dev.zonal.csi.v1.NodeStageVolumeRequest;
import dev.zonal.csi.v1.ProbeRequest;
import dev.zonal.csi.v1.Volume;
import dev.zonal.csi.v1.VolumeCapability;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where the time of a call over the disks of a cloud goes, as its trace tells it. Time goes on only where somebody waits. */
@ExtendWith(QuietLogs.class)
final class CallTracesTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final Path STAGING = SimulatedCloudDriver.KUBELET.resolve("staging");
    private static final String CALLER = "b7ad6b7169203331";
    private static final VolumeCapability EXT4 = Workload.mount("ext4");

    private final SimulatedCloudDriver driver =
            new SimulatedCloudDriver("delays: {create: 3s, attach: 2s, device: 5s}", Map.of("i-a", "a"));
    private final CollectedSpans spans = new CollectedSpans(driver.disks.bench.clock);
    private final ServedServices served =
            new ServedServices(driver.services("i-a"), Duration.ofMinutes(5), spans.tracing());

    @AfterEach
    void close() {
        served.close();
        driver.close();
    }

    private Volume create(Channel channel, String name) {
        return ControllerGrpc.newBlockingStub(channel)
                .createVolume(Workload.volume(name, 64, EXT4)
                        .putSecrets("password", "swordfish")
                        .build())
                .getVolume();
    }

    private Map<String, String> publish(Volume volume) {
        return ControllerGrpc.newBlockingStub(served.channel())
                .controllerPublishVolume(ControllerPublishVolumeRequest.newBuilder()
                        .setVolumeId(volume.getVolumeId())
                        .setNodeId("i-a")
                        .setVolumeCapability(EXT4)
                        .putSecrets("password", "swordfish")
                        .build())
                .getPublishContextMap();
    }

    /** Of a caller who traces, too. */
    private Channel traced() {
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER), "00-" + TRACE + "-" + CALLER + "-01");
        return ClientInterceptors.intercept(served.channel(), MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private void fault(ApiCall call, FaultEffect effect, int times) {
        driver.disks
                .control()
                .addFault(new FaultPlan(
                        Optional.of(call), effect, 1, Duration.ZERO, OptionalInt.of(times), Optional.empty()));
    }

    private static String said(SpanData span, String attribute) {
        return String.valueOf(span.getAttributes().get(AttributeKey.stringKey(attribute)));
    }

    @Test
    void everyTryAndEveryWaitStandsBelowTheCall() {
        fault(ApiCall.CREATE_DISK, FaultEffect.THROTTLED, 1);
        // Counted at the first call too, which the other one strikes.
        fault(ApiCall.CREATE_DISK, FaultEffect.UNAVAILABLE, 2);

        create(served.channel(), "pvc-1");

        SpanData root = spans.named("csi.v1.Controller/CreateVolume");
        List<SpanData> steps = spans.childrenOf(root);
        assertThat(steps.stream().filter(step -> step.getKind() == SpanKind.CLIENT))
                .extracting(
                        SpanData::getName, step -> said(step, "error.type"), step -> said(step, "zonal.tries_before"))
                .containsExactly(
                        tuple("CreateDisk", "throttled", "null"),
                        tuple("CreateDisk", "unavailable", "1"),
                        tuple("CreateDisk", "null", "2"));
        assertThat(steps.stream().filter(step -> step.getKind() == SpanKind.INTERNAL))
                .extracting(SpanData::getName)
                .startsWith("wait for its turn", "wait before retry")
                .endsWith("until the disk is there");
        assertThat(spans.childrenOf(steps.getLast()))
                .extracting(SpanData::getName)
                .contains("wait before the next look", "DescribeDisks");
        assertThat(CollectedSpans.length(steps.getLast())).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
    }

    @Test
    void theWaitsAddUpToTheTimeOfTheCall() {
        fault(ApiCall.CREATE_DISK, FaultEffect.THROTTLED, 2);

        create(served.channel(), "pvc-1");

        SpanData root = spans.named("csi.v1.Controller/CreateVolume");
        assertThat(CollectedSpans.length(root)).isGreaterThan(Duration.ofSeconds(3));
        assertThat(spans.all().stream()
                        .filter(span -> span.getName().startsWith("wait "))
                        .map(CollectedSpans::length)
                        .reduce(Duration.ZERO, Duration::plus))
                .isEqualTo(CollectedSpans.length(root));
    }

    @Test
    void theCallSaysWhatItIsAboutAndNoSecret() {
        Volume volume = create(served.channel(), "pvc-1");
        publish(volume);

        SpanData root = spans.named("csi.v1.Controller/ControllerPublishVolume");
        assertThat(root.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(root.getAttributes().asMap())
                .containsOnly(
                        Map.entry(AttributeKey.stringKey("rpc.system.name"), "grpc"),
                        Map.entry(AttributeKey.stringKey("rpc.method"), "csi.v1.Controller/ControllerPublishVolume"),
                        Map.entry(AttributeKey.stringKey("rpc.response.status_code"), "OK"),
                        Map.entry(AttributeKey.stringKey("csi.volume_id"), volume.getVolumeId()),
                        Map.entry(AttributeKey.stringKey("csi.node_id"), "i-a"));
        assertThat(spans.childrenOf(root)).extracting(SpanData::getName).endsWith("until the disk is attached");
        assertThat(said(spans.named("csi.v1.Controller/CreateVolume"), "csi.name"))
                .isEqualTo("pvc-1");
        assertThat(spans.all().toString()).doesNotContain("swordfish");
    }

    @Test
    void aNodeSaysHowLongItWaitedForItsDevice() {
        Volume volume = create(served.channel(), "pvc-1");
        driver.disks.bench.host.makeDirectories(STAGING);
        var _ = NodeGrpc.newBlockingStub(served.channel())
                .nodeStageVolume(NodeStageVolumeRequest.newBuilder()
                        .setVolumeId(volume.getVolumeId())
                        .putAllPublishContext(publish(volume))
                        .setStagingTargetPath(STAGING.toString())
                        .setVolumeCapability(EXT4)
                        .build());

        SpanData root = spans.named("csi.v1.Node/NodeStageVolume");
        SpanData waited = spans.named("until the device is there");
        assertThat(waited.getParentSpanId()).isEqualTo(root.getSpanId());
        assertThat(CollectedSpans.length(waited)).isGreaterThan(Duration.ofSeconds(4));
        assertThat(spans.childrenOf(waited))
                .isNotEmpty()
                .allMatch(wait -> wait.getName().equals("wait before the next look"));
    }

    @Test
    void whatFailedSaysWhy() {
        fault(ApiCall.CREATE_DISK, FaultEffect.QUOTA, 100);

        assertThatThrownBy(() -> create(served.channel(), "pvc-1")).isInstanceOf(StatusRuntimeException.class);

        SpanData root = spans.named("csi.v1.Controller/CreateVolume");
        assertThat(root.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(root.getStatus().getDescription()).isNotEmpty();
        assertThat(said(root, "error.type")).isEqualTo("RESOURCE_EXHAUSTED");
        assertThat(said(spans.named("CreateDisk"), "error.type")).isEqualTo("quota");
    }

    @Test
    void theTraceOfTheCallerGoesOn() {
        create(traced(), "pvc-1");

        SpanData root = spans.named("csi.v1.Controller/CreateVolume");
        assertThat(root.getParentSpanId()).isEqualTo(CALLER);
        assertThat(spans.all())
                .isNotEmpty()
                .allSatisfy(span -> assertThat(span.getTraceId()).isEqualTo(TRACE));
    }

    @Test
    void eachCallIsATraceOfItsOwn() {
        Volume volume = create(served.channel(), "pvc-1");
        var _ = ControllerGrpc.newBlockingStub(served.channel())
                .deleteVolume(DeleteVolumeRequest.newBuilder()
                        .setVolumeId(volume.getVolumeId())
                        .build());

        SpanData created = spans.named("csi.v1.Controller/CreateVolume");
        SpanData deleted = spans.named("csi.v1.Controller/DeleteVolume");
        assertThat(deleted.getTraceId()).isNotEqualTo(created.getTraceId());
        assertThat(spans.childrenOf(deleted)).extracting(SpanData::getName).containsExactly("DeleteDisk");
    }

    @Test
    void whatIsAskedAllTheTimeIsTracedOnlyForACallerWhoTraces() {
        var _ = IdentityGrpc.newBlockingStub(served.channel()).probe(ProbeRequest.getDefaultInstance());
        assertThat(spans.all()).isEmpty();

        var _ = IdentityGrpc.newBlockingStub(traced()).probe(ProbeRequest.getDefaultInstance());
        assertThat(spans.all()).extracting(SpanData::getName).containsExactly("csi.v1.Identity/Probe");
    }
}
