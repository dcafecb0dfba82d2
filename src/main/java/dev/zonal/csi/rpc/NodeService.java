package dev.zonal.csi.rpc;

import dev.zonal.csi.config.Configuration.PluginSettings;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.CapacityRange;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.node.Expansion;
import dev.zonal.csi.node.Introduction;
import dev.zonal.csi.node.NodeInfo;
import dev.zonal.csi.node.PublishRequest;
import dev.zonal.csi.node.Publishing;
import dev.zonal.csi.node.Staging;
import dev.zonal.csi.node.Statistics;
import dev.zonal.csi.node.VolumeStatistics;
import dev.zonal.csi.v1.NodeExpandVolumeRequest;
import dev.zonal.csi.v1.NodeExpandVolumeResponse;
import dev.zonal.csi.v1.NodeGetCapabilitiesRequest;
import dev.zonal.csi.v1.NodeGetCapabilitiesResponse;
import dev.zonal.csi.v1.NodeGetInfoRequest;
import dev.zonal.csi.v1.NodeGetInfoResponse;
import dev.zonal.csi.v1.NodeGetVolumeStatsRequest;
import dev.zonal.csi.v1.NodeGetVolumeStatsResponse;
import dev.zonal.csi.v1.NodeGrpc;
import dev.zonal.csi.v1.NodePublishVolumeRequest;
import dev.zonal.csi.v1.NodePublishVolumeResponse;
import dev.zonal.csi.v1.NodeServiceCapability;
import dev.zonal.csi.v1.NodeStageVolumeRequest;
import dev.zonal.csi.v1.NodeStageVolumeResponse;
import dev.zonal.csi.v1.NodeUnpublishVolumeRequest;
import dev.zonal.csi.v1.NodeUnpublishVolumeResponse;
import dev.zonal.csi.v1.NodeUnstageVolumeRequest;
import dev.zonal.csi.v1.NodeUnstageVolumeResponse;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The CSI service Node. */
public final class NodeService extends NodeGrpc.NodeImplBase {
    private final Introduction introduction;
    private final Staging staging;
    private final Publishing publishing;
    private final Expansion expansion;
    private final Statistics statistics;
    private final Conditions conditions;
    private final Supplier<NodeInfo> node;
    private final NodeGetCapabilitiesResponse capabilities;

    /** @param node asked with each NodeGetInfo: what this node takes may change */
    public NodeService(
            PluginSettings settings,
            Supplier<NodeInfo> node,
            Introduction introduction,
            Staging staging,
            Publishing publishing,
            Expansion expansion,
            Statistics statistics) {
        this.introduction = introduction;
        this.staging = staging;
        this.publishing = publishing;
        this.expansion = expansion;
        this.statistics = statistics;
        this.conditions = new Conditions(settings.spec());
        this.node = node;
        this.capabilities = capabilities(new Capabilities(settings));
    }

    @Override
    public void nodeStageVolume(NodeStageVolumeRequest request, StreamObserver<NodeStageVolumeResponse> caller) {
        String id = Fields.required("volume_id", request.getVolumeId());
        Path target = Fields.path("staging_target_path", request.getStagingTargetPath());
        VolumeCapability capability =
                CapabilityMessages.required(request.hasVolumeCapability(), request.getVolumeCapability());
        introduction.of(Ids.existingVolume(id), request.getPublishContextMap());
        staging.stage(Ids.existingVolume(id), target, capability);
        Replies.send(caller, NodeStageVolumeResponse.getDefaultInstance());
    }

    @Override
    public void nodeUnstageVolume(NodeUnstageVolumeRequest request, StreamObserver<NodeUnstageVolumeResponse> caller) {
        String id = Fields.required("volume_id", request.getVolumeId());
        Path target = Fields.path("staging_target_path", request.getStagingTargetPath());
        staging.unstage(Ids.existingVolume(id), target);
        Replies.send(caller, NodeUnstageVolumeResponse.getDefaultInstance());
    }

    @Override
    public void nodePublishVolume(NodePublishVolumeRequest request, StreamObserver<NodePublishVolumeResponse> caller) {
        PublishRequest asked = NodeMessages.request(request);
        introduction.of(asked.volume(), request.getPublishContextMap());
        publishing.publish(asked);
        Replies.send(caller, NodePublishVolumeResponse.getDefaultInstance());
    }

    @Override
    public void nodeUnpublishVolume(
            NodeUnpublishVolumeRequest request, StreamObserver<NodeUnpublishVolumeResponse> caller) {
        String id = Fields.required("volume_id", request.getVolumeId());
        Path target = Fields.path("target_path", request.getTargetPath());
        publishing.unpublish(Ids.existingVolume(id), target);
        Replies.send(caller, NodeUnpublishVolumeResponse.getDefaultInstance());
    }

    @Override
    public void nodeGetVolumeStats(
            NodeGetVolumeStatsRequest request, StreamObserver<NodeGetVolumeStatsResponse> caller) {
        String id = Fields.required("volume_id", request.getVolumeId());
        Path path = Fields.path("volume_path", request.getVolumePath());
        VolumeStatistics found = statistics.of(Ids.existingVolume(id), path);
        NodeGetVolumeStatsResponse.Builder response = NodeMessages.message(found);
        conditions.tell(found.abnormal(), response::setVolumeCondition);
        Replies.send(caller, response.build());
    }

    @Override
    public void nodeExpandVolume(NodeExpandVolumeRequest request, StreamObserver<NodeExpandVolumeResponse> caller) {
        String id = Fields.required("volume_id", request.getVolumeId());
        Path path = Fields.path("volume_path", request.getVolumePath());
        CapacityRange range = CapacityMessages.range(request.getCapacityRange());
        CapabilityMessages.requireWellFormed(request.hasVolumeCapability(), request.getVolumeCapability());
        ByteSize size = expansion.expand(Ids.existingVolume(id), path, range);
        Replies.send(
                caller,
                NodeExpandVolumeResponse.newBuilder()
                        .setCapacityBytes(size.bytes())
                        .build());
    }

    @Override
    public void nodeGetCapabilities(
            NodeGetCapabilitiesRequest request, StreamObserver<NodeGetCapabilitiesResponse> caller) {
        Replies.send(caller, capabilities);
    }

    @Override
    public void nodeGetInfo(NodeGetInfoRequest request, StreamObserver<NodeGetInfoResponse> caller) {
        Replies.send(caller, NodeMessages.message(node.get()));
    }

    private static NodeGetCapabilitiesResponse capabilities(Capabilities offered) {
        NodeGetCapabilitiesResponse.Builder response = NodeGetCapabilitiesResponse.newBuilder();
        for (NodeServiceCapability.RPC.Type type : offered.node()) {
            response.addCapabilitiesBuilder().getRpcBuilder().setType(type);
        }
        return response.build();
    }
}
