package dev.zonal.csi.backend.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.SimulatedCloudDriver;
import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.conformance.Reply;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.v1.ControllerPublishVolumeRequest;
import dev.zonal.csi.v1.ControllerPublishVolumeResponse;
import dev.zonal.csi.v1.ControllerUnpublishVolumeRequest;
import dev.zonal.csi.v1.CreateSnapshotRequest;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.DeleteSnapshotRequest;
import dev.zonal.csi.v1.DeleteVolumeRequest;
import dev.zonal.csi.v1.NodeStageVolumeRequest;
import dev.zonal.csi.v1.NodeUnstageVolumeRequest;
import dev.zonal.csi.v1.VolumeCapability;
import dev.zonal.csi.v1.VolumeContentSource;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A driver over a cloud with a volume "source" (64 MiB, "data" at its start) and its snapshot "cut", and an operation about to run. */
final class DiskDrill implements AutoCloseable {
    static final String DATA = "data";
    static final String STAGING = SimulatedDriver.PODS + "/staging";
    static final long SIZE = 64 << 20;

    private static final int MOST_TRIES = 60;
    private static final Set<Code> TRIED_AGAIN = EnumSet.of(Code.UNAVAILABLE, Code.ABORTED, Code.DEADLINE_EXCEEDED);

    final SimulatedCloudDriver driver;
    final DiskOperation operation;

    /** What the node is told by whoever published the volume. */
    private Map<String, String> context = Map.of();

    /** @param habits of the cloud, as in its description */
    DiskDrill(DiskOperation operation, String habits) {
        this.operation = operation;
        driver = new SimulatedCloudDriver("habits: {" + habits + "}\n", Map.of("i-a", "a", "i-b", "b"));
        done(() -> create("source", "a", Optional.empty(), Map.of(), DiskOperation.BLOCK));
        driver.disks.write(volumeId("source", "a"), DATA);
        done(() -> cut("cut"));
        settle();
        operation.prepare(this);
        settle();
        driver.disks.calls.clear();
    }

    Reply run() {
        return operation.run(this);
    }

    /** As a sidecar does: the same call again, until it is answered otherwise than by "try again". */
    Reply untilAnswered(Supplier<Reply> call) {
        Reply reply = call.get();
        for (int tries = 1; tries < MOST_TRIES && TRIED_AGAIN.contains(reply.code()); tries++) {
            driver.disks.waiting.pause(Duration.ofSeconds(1));
            reply = call.get();
        }
        return reply;
    }

    Reply done(Supplier<Reply> call) {
        Reply reply = untilAnswered(call);
        assertThat(reply.code()).as("%s", reply.answer()).isEqualTo(Code.OK);
        return reply;
    }

    /** All that was accepted is done, and the driver has seen it. */
    void settle() {
        driver.disks.waiting.pause(Duration.ofMinutes(1));
        assertThat(driver.disks.backend().refresh()).isEmpty();
    }

    static VolumeId volumeId(String name, String zone) {
        return VolumeId.of(name, DiskBench.home(zone));
    }

    /** @param zone any where it is empty */
    Reply create(
            String name,
            String zone,
            Optional<VolumeContentSource> source,
            Map<String, String> parameters,
            VolumeCapability capability) {
        CreateVolumeRequest.Builder request = CreateVolumeRequest.newBuilder()
                .setName(name)
                .addVolumeCapabilities(capability)
                .putAllParameters(parameters);
        request.getCapacityRangeBuilder().setRequiredBytes(SIZE);
        source.ifPresent(request::setVolumeContentSource);
        if (!zone.isEmpty()) {
            request.getAccessibilityRequirementsBuilder()
                    .addRequisiteBuilder()
                    .putAllSegments(SimulatedCloudDriver.place(zone).segments());
        }
        return Reply.of(driver.controller()::createVolume, request.build());
    }

    Reply cut(String name) {
        return Reply.of(
                driver.controller()::createSnapshot,
                CreateSnapshotRequest.newBuilder()
                        .setName(name)
                        .setSourceVolumeId(volumeId("source", "a").value())
                        .build());
    }

    Reply publish(VolumeId id, VolumeCapability capability) {
        Reply reply = Reply.of(
                driver.controller()::controllerPublishVolume,
                ControllerPublishVolumeRequest.newBuilder()
                        .setVolumeId(id.value())
                        .setNodeId("i-a")
                        .setVolumeCapability(capability)
                        .build());
        if (reply.answer() instanceof ControllerPublishVolumeResponse published) {
            context = published.getPublishContextMap();
        }
        return reply;
    }

    Reply unpublish(VolumeId id) {
        return Reply.of(
                driver.controller()::controllerUnpublishVolume,
                ControllerUnpublishVolumeRequest.newBuilder()
                        .setVolumeId(id.value())
                        .build());
    }

    Reply stage(VolumeId id) {
        return Reply.of(
                driver.node("i-a")::nodeStageVolume,
                NodeStageVolumeRequest.newBuilder()
                        .setVolumeId(id.value())
                        .setStagingTargetPath(STAGING)
                        .setVolumeCapability(DiskOperation.MOUNT)
                        .putAllPublishContext(context)
                        .build());
    }

    Reply unstage(VolumeId id) {
        return Reply.of(
                driver.node("i-a")::nodeUnstageVolume,
                NodeUnstageVolumeRequest.newBuilder()
                        .setVolumeId(id.value())
                        .setStagingTargetPath(STAGING)
                        .build());
    }

    Reply delete(VolumeId id) {
        return Reply.of(
                driver.controller()::deleteVolume,
                DeleteVolumeRequest.newBuilder().setVolumeId(id.value()).build());
    }

    Reply delete(SnapshotId id) {
        return Reply.of(
                driver.controller()::deleteSnapshot,
                DeleteSnapshotRequest.newBuilder().setSnapshotId(id.value()).build());
    }

    /** All that is listed can be deleted, in whichever order, and then nothing is left anywhere. */
    void deleteAll() {
        done(() -> unstage(volumeId("files", "a")));
        for (Snapshot snapshot : driver.disks.backend().snapshots(Optional.empty(), 100)) {
            done(() -> delete(snapshot.id()));
        }
        for (Volume volume : List.copyOf(driver.disks.backend().volumes(Optional.empty(), 100))) {
            done(() -> unpublish(volume.id()));
            done(() -> delete(volume.id()));
        }
        settle();
        assertThat(CloudPicture.of(driver)).isEqualTo(CloudPicture.EMPTY);
        assertThat(driver.disks.backend().volumes(Optional.empty(), 100)).isEmpty();
        assertThat(driver.disks.backend().snapshots(Optional.empty(), 100)).isEmpty();
    }

    @Override
    public void close() {
        driver.close();
    }
}
