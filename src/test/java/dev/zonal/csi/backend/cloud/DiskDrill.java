package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.SimulatedCloudDriver;
import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.conformance.Reply;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.v1.ControllerPublishVolumeResponse;
import dev.zonal.csi.v1.NodeStageVolumeRequest;
import dev.zonal.csi.v1.NodeUnstageVolumeRequest;
import dev.zonal.csi.v1.VolumeCapability;
import java.util.Map;

/** A driver over a cloud with a volume "source" (64 MiB, "data" at its start) and its snapshot "cut", and an operation about to run. */
final class DiskDrill extends DiskCalls {
    static final String DATA = "data";
    static final String STAGING = SimulatedDriver.PODS + "/staging";
    static final long MEBIBYTES = 64;

    final DiskOperation operation;

    /** What the node is told by whoever published the volume. */
    private Map<String, String> context = Map.of();

    /** @param habits of the cloud, as in its description */
    DiskDrill(DiskOperation operation, String habits) {
        super(new SimulatedCloudDriver("habits: {" + habits + "}\n", Map.of("i-a", "a", "i-b", "b")));
        this.operation = operation;
        done(() -> create("a", asked("source", MEBIBYTES, DiskOperation.BLOCK)));
        driver.disks.write(volumeId("source", "a"), DATA);
        done(() -> cut("cut", volumeId("source", "a")));
        settle();
        operation.prepare(this);
        settle();
        driver.disks.calls.clear();
    }

    Reply run() {
        return operation.run(this);
    }

    Reply publish(VolumeId id, VolumeCapability capability) {
        Reply reply = publish(id, "i-a", capability, false);
        if (reply.answer() instanceof ControllerPublishVolumeResponse published) {
            context = published.getPublishContextMap();
        }
        return reply;
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

    /** What an operation has staged is taken back, and all deleted. */
    void takeDown() {
        done(() -> unstage(volumeId("files", "a")));
        deleteAll();
    }
}
