package dev.zonal.csi.rpc;

import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.node.NodeInfo;
import dev.zonal.csi.node.PublishRequest;
import dev.zonal.csi.node.VolumeStatistics;
import dev.zonal.csi.v1.NodeGetInfoResponse;
import dev.zonal.csi.v1.NodeGetVolumeStatsResponse;
import dev.zonal.csi.v1.NodePublishVolumeRequest;
import dev.zonal.csi.v1.VolumeUsage;
import java.nio.file.Path;

/** What the node is asked and says, on the wire. */
final class NodeMessages {
    private NodeMessages() {}

    static PublishRequest request(NodePublishVolumeRequest request) {
        String id = Fields.required("volume_id", request.getVolumeId());
        Path target = Fields.path("target_path", request.getTargetPath());
        VolumeCapability capability =
                CapabilityMessages.required(request.hasVolumeCapability(), request.getVolumeCapability());
        if (request.getStagingTargetPath().isEmpty()) {
            throw new StorageException.FailedPrecondition(
                    "staging_target_path: missing; a volume is staged before it is published");
        }
        Path staging = Fields.path("staging_target_path", request.getStagingTargetPath());
        return new PublishRequest(Ids.existingVolume(id), staging, target, capability, request.getReadonly());
    }

    static NodeGetInfoResponse message(NodeInfo node) {
        return NodeGetInfoResponse.newBuilder()
                .setNodeId(node.nodeId())
                .setMaxVolumesPerNode(node.maximumVolumes())
                .setAccessibleTopology(TopologyMessages.message(node.topology()))
                .build();
    }

    static NodeGetVolumeStatsResponse.Builder message(VolumeStatistics statistics) {
        NodeGetVolumeStatsResponse.Builder response = NodeGetVolumeStatsResponse.newBuilder();
        VolumeUsage.Builder bytes = response.addUsageBuilder()
                .setUnit(VolumeUsage.Unit.BYTES)
                .setTotal(statistics.total().bytes());
        if (!statistics.isBlock()) {
            bytes.setUsed(statistics.used().bytes())
                    .setAvailable(statistics.available().bytes());
        }
        if (statistics.inodes() > 0) {
            response.addUsageBuilder()
                    .setUnit(VolumeUsage.Unit.INODES)
                    .setTotal(statistics.inodes())
                    .setUsed(statistics.usedInodes())
                    .setAvailable(statistics.freeInodes());
        }
        return response;
    }
}
