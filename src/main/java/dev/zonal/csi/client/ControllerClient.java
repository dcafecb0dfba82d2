package dev.zonal.csi.client;

import dev.zonal.csi.v1.ControllerExpandVolumeRequest;
import dev.zonal.csi.v1.ControllerExpandVolumeResponse;
import dev.zonal.csi.v1.ControllerGetCapabilitiesRequest;
import dev.zonal.csi.v1.ControllerGetCapabilitiesResponse;
import dev.zonal.csi.v1.ControllerGetVolumeRequest;
import dev.zonal.csi.v1.ControllerGetVolumeResponse;
import dev.zonal.csi.v1.ControllerGrpc;
import dev.zonal.csi.v1.ControllerGrpc.ControllerBlockingStub;
import dev.zonal.csi.v1.ControllerPublishVolumeRequest;
import dev.zonal.csi.v1.ControllerPublishVolumeResponse;
import dev.zonal.csi.v1.ControllerUnpublishVolumeRequest;
import dev.zonal.csi.v1.ControllerUnpublishVolumeResponse;
import dev.zonal.csi.v1.CreateSnapshotRequest;
import dev.zonal.csi.v1.CreateSnapshotResponse;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.CreateVolumeResponse;
import dev.zonal.csi.v1.DeleteSnapshotRequest;
import dev.zonal.csi.v1.DeleteSnapshotResponse;
import dev.zonal.csi.v1.DeleteVolumeRequest;
import dev.zonal.csi.v1.DeleteVolumeResponse;
import dev.zonal.csi.v1.GetCapacityRequest;
import dev.zonal.csi.v1.GetCapacityResponse;
import dev.zonal.csi.v1.GetSnapshotRequest;
import dev.zonal.csi.v1.GetSnapshotResponse;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import dev.zonal.csi.v1.ListSnapshotsResponse;
import dev.zonal.csi.v1.ListVolumesRequest;
import dev.zonal.csi.v1.ListVolumesResponse;
import dev.zonal.csi.v1.ValidateVolumeCapabilitiesRequest;
import dev.zonal.csi.v1.ValidateVolumeCapabilitiesResponse;

/** The calls of the Controller service that the commands make. */
public final class ControllerClient {
    private final Calls<ControllerBlockingStub> calls;

    ControllerClient(Calls.Connection connection) {
        calls = new Calls<>(ControllerGrpc.newBlockingStub(connection.channel()), connection);
    }

    public ControllerGetCapabilitiesResponse controllerGetCapabilities() {
        return calls.call(
                stub -> stub.controllerGetCapabilities(ControllerGetCapabilitiesRequest.getDefaultInstance()));
    }

    public CreateVolumeResponse createVolume(CreateVolumeRequest request) {
        return calls.call(stub -> stub.createVolume(request));
    }

    public DeleteVolumeResponse deleteVolume(DeleteVolumeRequest request) {
        return calls.call(stub -> stub.deleteVolume(request));
    }

    public ControllerPublishVolumeResponse controllerPublishVolume(ControllerPublishVolumeRequest request) {
        return calls.call(stub -> stub.controllerPublishVolume(request));
    }

    public ControllerUnpublishVolumeResponse controllerUnpublishVolume(ControllerUnpublishVolumeRequest request) {
        return calls.call(stub -> stub.controllerUnpublishVolume(request));
    }

    public ValidateVolumeCapabilitiesResponse validateVolumeCapabilities(ValidateVolumeCapabilitiesRequest request) {
        return calls.call(stub -> stub.validateVolumeCapabilities(request));
    }

    public ControllerGetVolumeResponse controllerGetVolume(ControllerGetVolumeRequest request) {
        return calls.call(stub -> stub.controllerGetVolume(request));
    }

    public ListVolumesResponse listVolumes(ListVolumesRequest request) {
        return calls.call(stub -> stub.listVolumes(request));
    }

    public GetCapacityResponse getCapacity(GetCapacityRequest request) {
        return calls.call(stub -> stub.getCapacity(request));
    }

    public ControllerExpandVolumeResponse controllerExpandVolume(ControllerExpandVolumeRequest request) {
        return calls.call(stub -> stub.controllerExpandVolume(request));
    }

    public CreateSnapshotResponse createSnapshot(CreateSnapshotRequest request) {
        return calls.call(stub -> stub.createSnapshot(request));
    }

    public DeleteSnapshotResponse deleteSnapshot(DeleteSnapshotRequest request) {
        return calls.call(stub -> stub.deleteSnapshot(request));
    }

    public GetSnapshotResponse getSnapshot(GetSnapshotRequest request) {
        return calls.call(stub -> stub.getSnapshot(request));
    }

    public ListSnapshotsResponse listSnapshots(ListSnapshotsRequest request) {
        return calls.call(stub -> stub.listSnapshots(request));
    }
}
