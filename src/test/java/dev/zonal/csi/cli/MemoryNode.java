package dev.zonal.csi.cli;

import dev.zonal.csi.v1.NodeExpandVolumeRequest;
import dev.zonal.csi.v1.NodeExpandVolumeResponse;
import dev.zonal.csi.v1.NodeGetInfoRequest;
import dev.zonal.csi.v1.NodeGetInfoResponse;
import dev.zonal.csi.v1.NodeGetVolumeStatsRequest;
import dev.zonal.csi.v1.NodeGetVolumeStatsResponse;
import dev.zonal.csi.v1.NodeGrpc.NodeImplBase;
import dev.zonal.csi.v1.NodePublishVolumeRequest;
import dev.zonal.csi.v1.NodePublishVolumeResponse;
import dev.zonal.csi.v1.NodeStageVolumeRequest;
import dev.zonal.csi.v1.NodeStageVolumeResponse;
import dev.zonal.csi.v1.NodeUnpublishVolumeRequest;
import dev.zonal.csi.v1.NodeUnpublishVolumeResponse;
import dev.zonal.csi.v1.NodeUnstageVolumeRequest;
import dev.zonal.csi.v1.NodeUnstageVolumeResponse;
import dev.zonal.csi.v1.VolumeCondition;
import dev.zonal.csi.v1.VolumeUsage;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers what is staged and published, and mounts nothing. */
final class MemoryNode extends NodeImplBase {
    private final MemoryController controller;
    final Map<String, NodeStageVolumeRequest> staged = new ConcurrentHashMap<>();
    final Map<String, NodePublishVolumeRequest> published = new ConcurrentHashMap<>();

    MemoryNode(MemoryController controller) {
        this.controller = controller;
    }

    @Override
    public void nodeGetInfo(NodeGetInfoRequest request, StreamObserver<NodeGetInfoResponse> reply) {
        Replies.send(
                reply,
                () -> NodeGetInfoResponse.newBuilder()
                        .setNodeId("n1")
                        .setMaxVolumesPerNode(100)
                        .setAccessibleTopology(MemoryController.HERE)
                        .build());
    }

    @Override
    public void nodeStageVolume(NodeStageVolumeRequest request, StreamObserver<NodeStageVolumeResponse> reply) {
        Replies.send(reply, () -> {
            controller.existing(request.getVolumeId());
            staged.put(request.getVolumeId(), request);
            return NodeStageVolumeResponse.getDefaultInstance();
        });
    }

    @Override
    public void nodeUnstageVolume(NodeUnstageVolumeRequest request, StreamObserver<NodeUnstageVolumeResponse> reply) {
        Replies.send(reply, () -> {
            staged.remove(request.getVolumeId());
            return NodeUnstageVolumeResponse.getDefaultInstance();
        });
    }

    @Override
    public void nodePublishVolume(NodePublishVolumeRequest request, StreamObserver<NodePublishVolumeResponse> reply) {
        Replies.send(reply, () -> {
            if (!staged.containsKey(request.getVolumeId())) {
                throw Replies.refusal(Status.FAILED_PRECONDITION, "the volume is not staged on this node");
            }
            published.put(request.getTargetPath(), request);
            return NodePublishVolumeResponse.getDefaultInstance();
        });
    }

    @Override
    public void nodeUnpublishVolume(
            NodeUnpublishVolumeRequest request, StreamObserver<NodeUnpublishVolumeResponse> reply) {
        Replies.send(reply, () -> {
            published.remove(request.getTargetPath());
            return NodeUnpublishVolumeResponse.getDefaultInstance();
        });
    }

    @Override
    public void nodeGetVolumeStats(
            NodeGetVolumeStatsRequest request, StreamObserver<NodeGetVolumeStatsResponse> reply) {
        Replies.send(reply, () -> {
            controller.existing(request.getVolumeId());
            return NodeGetVolumeStatsResponse.newBuilder()
                    .addUsage(VolumeUsage.newBuilder()
                            .setUnit(VolumeUsage.Unit.BYTES)
                            .setTotal(1L << 30)
                            .setUsed(256L << 20)
                            .setAvailable(768L << 20))
                    .addUsage(VolumeUsage.newBuilder()
                            .setUnit(VolumeUsage.Unit.INODES)
                            .setTotal(65536)
                            .setUsed(11)
                            .setAvailable(65525))
                    .setVolumeCondition(VolumeCondition.newBuilder().setMessage("the volume is healthy"))
                    .build();
        });
    }

    @Override
    public void nodeExpandVolume(NodeExpandVolumeRequest request, StreamObserver<NodeExpandVolumeResponse> reply) {
        Replies.send(reply, () -> {
            long size = controller.existing(request.getVolumeId()).getCapacityBytes();
            return NodeExpandVolumeResponse.newBuilder().setCapacityBytes(size).build();
        });
    }
}
