package dev.zonal.csi.backend.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.SimulatedCloudDriver;
import dev.zonal.csi.conformance.Reply;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.v1.ControllerExpandVolumeRequest;
import dev.zonal.csi.v1.ControllerModifyVolumeRequest;
import dev.zonal.csi.v1.ControllerPublishVolumeRequest;
import dev.zonal.csi.v1.ControllerUnpublishVolumeRequest;
import dev.zonal.csi.v1.CreateSnapshotRequest;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.DeleteSnapshotRequest;
import dev.zonal.csi.v1.DeleteVolumeRequest;
import dev.zonal.csi.v1.VolumeCapability;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The calls of an orchestrator to a driver over a simulated cloud. */
abstract class DiskCalls implements AutoCloseable {
    private static final int MOST_TRIES = 60;
    private static final Set<Code> TRIED_AGAIN = EnumSet.of(Code.UNAVAILABLE, Code.ABORTED, Code.DEADLINE_EXCEEDED);

    final SimulatedCloudDriver driver;

    DiskCalls(SimulatedCloudDriver driver) {
        this.driver = driver;
    }

    static VolumeId volumeId(String name, String zone) {
        return VolumeId.of(name, DiskBench.home(zone));
    }

    static SnapshotId snapshotId(String name, String zone) {
        return SnapshotId.of(name, DiskBench.home(zone));
    }

    /** As a sidecar does: the same call again, until it is answered otherwise than by "try again". */
    final Reply untilAnswered(Supplier<Reply> call) {
        Reply reply = call.get();
        for (int tries = 1; tries < MOST_TRIES && TRIED_AGAIN.contains(reply.code()); tries++) {
            driver.disks.waiting.pause(Duration.ofSeconds(1));
            reply = call.get();
        }
        return reply;
    }

    final Reply done(Supplier<Reply> call) {
        Reply reply = untilAnswered(call);
        assertThat(reply.code()).as("%s", reply.answer()).isEqualTo(Code.OK);
        return reply;
    }

    /** All that was accepted is done, for longer than a read is old, and the driver has seen it. */
    final void settle() {
        driver.disks.waiting.pause(Duration.ofMinutes(1));
        driver.disks.waiting.pause(Duration.ofSeconds(5));
        assertThat(driver.disks.backend().refresh()).isEmpty();
    }

    static CreateVolumeRequest.Builder asked(String name, long mebibytes, VolumeCapability capability) {
        return Workload.volume(name, mebibytes, capability);
    }

    /** In that zone, or anywhere where it is empty. */
    final Reply create(String zone, CreateVolumeRequest.Builder request) {
        if (!zone.isEmpty()) {
            request.getAccessibilityRequirementsBuilder()
                    .addRequisiteBuilder()
                    .putAllSegments(SimulatedCloudDriver.place(zone).segments());
        }
        return Reply.of(driver.controller()::createVolume, request.build());
    }

    final Reply cut(String name, VolumeId source) {
        return Reply.of(
                driver.controller()::createSnapshot,
                CreateSnapshotRequest.newBuilder()
                        .setName(name)
                        .setSourceVolumeId(source.value())
                        .build());
    }

    final Reply publish(VolumeId id, String node, VolumeCapability capability, boolean readOnly) {
        return Reply.of(
                driver.controller()::controllerPublishVolume,
                ControllerPublishVolumeRequest.newBuilder()
                        .setVolumeId(id.value())
                        .setNodeId(node)
                        .setVolumeCapability(capability)
                        .setReadonly(readOnly)
                        .build());
    }

    /** From that node, or from all where it is empty. */
    final Reply unpublish(VolumeId id, String node) {
        return Reply.of(
                driver.controller()::controllerUnpublishVolume,
                ControllerUnpublishVolumeRequest.newBuilder()
                        .setVolumeId(id.value())
                        .setNodeId(node)
                        .build());
    }

    final Reply expand(VolumeId id, long mebibytes) {
        ControllerExpandVolumeRequest.Builder request =
                ControllerExpandVolumeRequest.newBuilder().setVolumeId(id.value());
        request.getCapacityRangeBuilder().setRequiredBytes(mebibytes * Workload.MEBIBYTE);
        return Reply.of(driver.controller()::controllerExpandVolume, request.build());
    }

    final Reply modify(VolumeId id, Map<String, String> parameters) {
        return Reply.of(
                driver.controller()::controllerModifyVolume,
                ControllerModifyVolumeRequest.newBuilder()
                        .setVolumeId(id.value())
                        .putAllMutableParameters(parameters)
                        .build());
    }

    final Reply delete(VolumeId id) {
        return Reply.of(
                driver.controller()::deleteVolume,
                DeleteVolumeRequest.newBuilder().setVolumeId(id.value()).build());
    }

    final Reply delete(SnapshotId id) {
        return Reply.of(
                driver.controller()::deleteSnapshot,
                DeleteSnapshotRequest.newBuilder().setSnapshotId(id.value()).build());
    }

    /** All that is listed can be deleted, and then nothing is left anywhere. */
    final void deleteAll() {
        for (Snapshot snapshot : driver.disks.backend().snapshots(Optional.empty(), 100)) {
            done(() -> delete(snapshot.id()));
        }
        for (Volume volume : List.copyOf(driver.disks.backend().volumes(Optional.empty(), 100))) {
            done(() -> unpublish(volume.id(), ""));
            done(() -> delete(volume.id()));
        }
        settle();
        assertThat(CloudPicture.of(driver)).isEqualTo(CloudPicture.EMPTY);
        assertThat(driver.disks.backend().volumes(Optional.empty(), 100)).isEmpty();
        assertThat(driver.disks.backend().snapshots(Optional.empty(), 100)).isEmpty();
    }

    @Override
    public final void close() {
        driver.close();
    }
}
