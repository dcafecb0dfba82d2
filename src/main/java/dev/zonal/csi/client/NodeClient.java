package dev.zonal.csi.client;

import dev.zonal.csi.v1.NodeExpandVolumeRequest;
import dev.zonal.csi.v1.NodeExpandVolumeResponse;
import dev.zonal.csi.v1.NodeGetCapabilitiesRequest;
import dev.zonal.csi.v1.NodeGetCapabilitiesResponse;
import dev.zonal.csi.v1.NodeGetInfoRequest;
import dev.zonal.csi.v1.NodeGetInfoResponse;
import dev.zonal.csi.v1.NodeGetVolumeStatsRequest;
import dev.zonal.csi.v1.NodeGetVolumeStatsResponse;
import dev.zonal.csi.v1.NodeGrpc;
import dev.zonal.csi.v1.NodeGrpc.NodeBlockingStub;
import dev.zonal.csi.v1.NodePublishVolumeRequest;
import dev.zonal.csi.v1.NodePublishVolumeResponse;
import dev.zonal.csi.v1.NodeStageVolumeRequest;
import dev.zonal.csi.v1.NodeStageVolumeResponse;
import dev.zonal.csi.v1.NodeUnpublishVolumeRequest;
import dev.zonal.csi.v1.NodeUnpublishVolumeResponse;
import dev.zonal.csi.v1.NodeUnstageVolumeRequest;
import dev.zonal.csi.v1.NodeUnstageVolumeResponse;

/** The calls of the Node service. */
public final class NodeClient {
    private final Calls<NodeBlockingStub> calls;

    NodeClient(Calls.Connection connection) {
        calls = new Calls<>(NodeGrpc.newBlockingStub(connection.channel()), connection);
    }

    public NodeGetInfoResponse nodeGetInfo() {
        return calls.call(stub -> stub.nodeGetInfo(NodeGetInfoRequest.getDefaultInstance()));
    }

    public NodeGetCapabilitiesResponse nodeGetCapabilities() {
        return calls.call(stub -> stub.nodeGetCapabilities(NodeGetCapabilitiesRequest.getDefaultInstance()));
    }

    public NodeStageVolumeResponse nodeStageVolume(NodeStageVolumeRequest request) {
        return calls.call(stub -> stub.nodeStageVolume(request));
    }

    public NodePublishVolumeResponse nodePublishVolume(NodePublishVolumeRequest request) {
        return calls.call(stub -> stub.nodePublishVolume(request));
    }

    public NodeUnpublishVolumeResponse nodeUnpublishVolume(NodeUnpublishVolumeRequest request) {
        return calls.call(stub -> stub.nodeUnpublishVolume(request));
    }

    public NodeUnstageVolumeResponse nodeUnstageVolume(NodeUnstageVolumeRequest request) {
        return calls.call(stub -> stub.nodeUnstageVolume(request));
    }

    public NodeGetVolumeStatsResponse nodeGetVolumeStats(NodeGetVolumeStatsRequest request) {
        return calls.call(stub -> stub.nodeGetVolumeStats(request));
    }

    public NodeExpandVolumeResponse nodeExpandVolume(NodeExpandVolumeRequest request) {
        return calls.call(stub -> stub.nodeExpandVolume(request));
    }
}
