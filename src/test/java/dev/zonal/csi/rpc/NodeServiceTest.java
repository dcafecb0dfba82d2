package dev.zonal.csi.rpc;

import static dev.zonal.csi.rpc.Requests.createVolume;
import static dev.zonal.csi.rpc.Requests.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.v1.NodeExpandVolumeRequest;
import dev.zonal.csi.v1.NodeGetInfoRequest;
import dev.zonal.csi.v1.NodeGetInfoResponse;
import dev.zonal.csi.v1.NodeGetVolumeStatsRequest;
import dev.zonal.csi.v1.NodeGetVolumeStatsResponse;
import dev.zonal.csi.v1.NodePublishVolumeRequest;
import dev.zonal.csi.v1.NodeStageVolumeRequest;
import dev.zonal.csi.v1.NodeUnpublishVolumeRequest;
import dev.zonal.csi.v1.NodeUnstageVolumeRequest;
import dev.zonal.csi.v1.VolumeUsage;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class NodeServiceTest {
    private static final String STAGING = "/kubelet/staging";
    private static final String TARGET = "/kubelet/target";

    private final ServedDriver driver = new ServedDriver();
    private String volume = "";

    @BeforeEach
    void create() {
        driver.host.ports().files().createDirectory(Path.of("/kubelet"));
        volume = driver.controller()
                .createVolume(createVolume().build())
                .getVolume()
                .getVolumeId();
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void theNodeSaysWhoAndWhereItIs() {
        NodeGetInfoResponse node = driver.node().nodeGetInfo(NodeGetInfoRequest.getDefaultInstance());

        assertThat(node.getNodeId()).isEqualTo("n1");
        assertThat(node.getMaxVolumesPerNode()).isEqualTo(64);
        assertThat(node.getAccessibleTopology().getSegmentsMap()).isEqualTo(ServedDriver.HERE.segments());
    }

    @Test
    void aVolumeIsStagedPublishedMeasuredAndTakenBack() {
        driver.node().nodeStageVolume(stage().build());
        driver.node().nodePublishVolume(publish().build());

        NodeGetVolumeStatsResponse stats =
                driver.node().nodeGetVolumeStats(stats(TARGET).build());
        assertThat(stats.getUsageList()).extracting(VolumeUsage::getUnit).contains(VolumeUsage.Unit.BYTES);
        assertThat(stats.getUsage(0).getTotal()).isPositive();
        assertThat(stats.getVolumeCondition().getAbnormal()).isFalse();
        assertThat(driver.node().nodeExpandVolume(expand().build()).getCapacityBytes())
                .isEqualTo(64 << 20);

        driver.node().nodeUnpublishVolume(unpublish().build());
        driver.node().nodeUnstageVolume(unstage().build());
        assertThat(driver.host.mountTable()).noneMatch(mount -> mount.target().startsWith(Path.of("/kubelet")));
    }

    @Test
    void stageNamesWhatIsMissing() {
        assertMissing("volume_id", () -> stage(NodeStageVolumeRequest.Builder::clearVolumeId));
        assertMissing("staging_target_path", () -> stage(NodeStageVolumeRequest.Builder::clearStagingTargetPath));
        assertMissing("volume_capability", () -> stage(NodeStageVolumeRequest.Builder::clearVolumeCapability));
        assertThat(refusal(() -> stage(request -> request.setVolumeId("fake"))).getCode())
                .isEqualTo(Code.NOT_FOUND);
        assertThat(refusal(() -> stage(request -> request.setStagingTargetPath("relative")))
                        .getCode())
                .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(refusal(() -> stage(request -> request.setStagingTargetPath("/" + "x".repeat(4096))))
                        .getDescription())
                .isEqualTo("staging_target_path: 4097 bytes are too many; the limit is 4095");
        assertThat(refusal(() -> stage(request -> request.setStagingTargetPath("/a\0b")))
                        .getCode())
                .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(refusal(() -> stage(request -> request.putVolumeContext("x", "y".repeat(5000))))
                        .getDescription())
                .isEqualTo("volume_context: 5001 bytes are too many; the limit is 4096");
    }

    @Test
    void publishNamesWhatIsMissing() {
        assertMissing("volume_id", () -> publish(NodePublishVolumeRequest.Builder::clearVolumeId));
        assertMissing("target_path", () -> publish(NodePublishVolumeRequest.Builder::clearTargetPath));
        assertMissing("volume_capability", () -> publish(NodePublishVolumeRequest.Builder::clearVolumeCapability));
        assertThat(refusal(() -> publish(request -> request.setVolumeId("fake")))
                        .getCode())
                .isEqualTo(Code.NOT_FOUND);
        assertThat(refusal(() -> publish(NodePublishVolumeRequest.Builder::clearStagingTargetPath))
                        .getCode())
                .isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(refusal(() -> publish(request -> {})).getCode()).isEqualTo(Code.FAILED_PRECONDITION);
    }

    @Test
    void takingBackNamesWhatIsMissing() {
        assertMissing(
                "volume_id",
                () -> driver.node()
                        .nodeUnpublishVolume(unpublish().clearVolumeId().build()));
        assertMissing(
                "target_path",
                () -> driver.node()
                        .nodeUnpublishVolume(unpublish().clearTargetPath().build()));
        assertMissing(
                "volume_id",
                () -> driver.node().nodeUnstageVolume(unstage().clearVolumeId().build()));
        assertMissing(
                "staging_target_path",
                () -> driver.node()
                        .nodeUnstageVolume(unstage().clearStagingTargetPath().build()));
        assertThat(refusal(() -> driver.node()
                                .nodeUnpublishVolume(
                                        unpublish().setVolumeId("fake").build()))
                        .getCode())
                .isEqualTo(Code.NOT_FOUND);
        assertThat(refusal(() -> driver.node()
                                .nodeUnstageVolume(unstage().setVolumeId("fake").build()))
                        .getCode())
                .isEqualTo(Code.NOT_FOUND);
    }

    @Test
    void statisticsOfWhatIsNotThereAreNotFound() {
        assertMissing(
                "volume_id",
                () -> driver.node()
                        .nodeGetVolumeStats(stats(TARGET).clearVolumeId().build()));
        assertMissing(
                "volume_path", () -> driver.node().nodeGetVolumeStats(stats("").build()));
        assertThat(refusal(() -> driver.node()
                                .nodeGetVolumeStats(
                                        stats("some/path").setVolumeId("fake").build()))
                        .getCode())
                .isEqualTo(Code.NOT_FOUND);
        assertThat(refusal(() -> driver.node()
                                .nodeGetVolumeStats(stats("some/path").build()))
                        .getCode())
                .isEqualTo(Code.NOT_FOUND);
        assertThat(refusal(() -> driver.node()
                                .nodeGetVolumeStats(stats("/some/path").build()))
                        .getCode())
                .isEqualTo(Code.NOT_FOUND);
    }

    @Test
    void expansionNamesWhatIsMissing() {
        assertMissing(
                "volume_id",
                () -> driver.node().nodeExpandVolume(expand().clearVolumeId().build()));
        assertMissing(
                "volume_path",
                () -> driver.node().nodeExpandVolume(expand().clearVolumePath().build()));
        assertThat(refusal(() -> driver.node()
                                .nodeExpandVolume(expand().setVolumeId("fake")
                                        .setVolumePath("some/path")
                                        .build()))
                        .getCode())
                .isEqualTo(Code.NOT_FOUND);
        assertThat(refusal(() -> driver.node().nodeExpandVolume(expand().build()))
                        .getCode())
                .isEqualTo(Code.NOT_FOUND);
    }

    private NodeStageVolumeRequest.Builder stage() {
        return NodeStageVolumeRequest.newBuilder()
                .setVolumeId(volume)
                .setStagingTargetPath(STAGING)
                .setVolumeCapability(Requests.MOUNT);
    }

    private void stage(Consumer<NodeStageVolumeRequest.Builder> spoil) {
        NodeStageVolumeRequest.Builder request = stage();
        spoil.accept(request);
        driver.node().nodeStageVolume(request.build());
    }

    private NodePublishVolumeRequest.Builder publish() {
        return NodePublishVolumeRequest.newBuilder()
                .setVolumeId(volume)
                .setStagingTargetPath(STAGING)
                .setTargetPath(TARGET)
                .setVolumeCapability(Requests.MOUNT);
    }

    private void publish(Consumer<NodePublishVolumeRequest.Builder> spoil) {
        NodePublishVolumeRequest.Builder request = publish();
        spoil.accept(request);
        driver.node().nodePublishVolume(request.build());
    }

    private NodeUnpublishVolumeRequest.Builder unpublish() {
        return NodeUnpublishVolumeRequest.newBuilder().setVolumeId(volume).setTargetPath(TARGET);
    }

    private NodeUnstageVolumeRequest.Builder unstage() {
        return NodeUnstageVolumeRequest.newBuilder().setVolumeId(volume).setStagingTargetPath(STAGING);
    }

    private NodeGetVolumeStatsRequest.Builder stats(String path) {
        return NodeGetVolumeStatsRequest.newBuilder().setVolumeId(volume).setVolumePath(path);
    }

    private NodeExpandVolumeRequest.Builder expand() {
        return NodeExpandVolumeRequest.newBuilder().setVolumeId(volume).setVolumePath(TARGET);
    }

    private static void assertMissing(String field, ThrowingCallable call) {
        var refusal = refusal(call);
        assertThat(refusal.getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(refusal.getDescription()).isEqualTo(field + ": missing");
    }
}
