package dev.zonal.csi.cloud.wire;

import dev.zonal.csi.cloud.CloudControl;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.cloud.v1.AddFaultRequest;
import dev.zonal.csi.cloud.v1.AdvanceClockRequest;
import dev.zonal.csi.cloud.v1.AdvanceClockResponse;
import dev.zonal.csi.cloud.v1.ClearFaultsRequest;
import dev.zonal.csi.cloud.v1.ClearFaultsResponse;
import dev.zonal.csi.cloud.v1.CloudControlsGrpc;
import dev.zonal.csi.cloud.v1.DescribeCloudRequest;
import dev.zonal.csi.cloud.v1.DescribeCloudResponse;
import dev.zonal.csi.cloud.v1.DetachByHandRequest;
import dev.zonal.csi.cloud.v1.DetachByHandResponse;
import dev.zonal.csi.cloud.v1.FaultMessage;
import dev.zonal.csi.cloud.v1.KillInstanceRequest;
import dev.zonal.csi.cloud.v1.KillInstanceResponse;
import dev.zonal.csi.cloud.v1.ListFaultsRequest;
import dev.zonal.csi.cloud.v1.ListFaultsResponse;
import dev.zonal.csi.cloud.v1.SetOtherDevicesRequest;
import dev.zonal.csi.cloud.v1.SetOtherDevicesResponse;
import dev.zonal.csi.cloud.v1.SetSoldOutRequest;
import dev.zonal.csi.cloud.v1.SetSoldOutResponse;
import dev.zonal.csi.cloud.v1.SetZoneRequest;
import dev.zonal.csi.cloud.v1.SetZoneResponse;
import dev.zonal.csi.rpc.Replies;
import io.grpc.stub.StreamObserver;

/** The service CloudControls: what is done to a simulated cloud from outside. */
public final class CloudControlsService extends CloudControlsGrpc.CloudControlsImplBase {
    private final CloudControl control;

    public CloudControlsService(CloudControl control) {
        this.control = control;
    }

    @Override
    public void describeCloud(DescribeCloudRequest request, StreamObserver<DescribeCloudResponse> caller) {
        Replies.send(caller, StateMessages.message(control.state()));
    }

    @Override
    public void addFault(AddFaultRequest request, StreamObserver<FaultMessage> caller) {
        Replies.send(caller, FaultMessages.message(control.addFault(FaultMessages.plan(request.getFault()))));
    }

    @Override
    public void listFaults(ListFaultsRequest request, StreamObserver<ListFaultsResponse> caller) {
        Replies.send(
                caller,
                ListFaultsResponse.newBuilder()
                        .addAllFaults(control.faults().stream()
                                .map(FaultMessages::message)
                                .toList())
                        .build());
    }

    @Override
    public void clearFaults(ClearFaultsRequest request, StreamObserver<ClearFaultsResponse> caller) {
        control.clearFaults(CloudMessages.present(request.getId()));
        Replies.send(caller, ClearFaultsResponse.getDefaultInstance());
    }

    @Override
    public void setZone(SetZoneRequest request, StreamObserver<SetZoneResponse> caller) {
        control.setZoneUp(request.getZone(), request.getUp());
        Replies.send(caller, SetZoneResponse.getDefaultInstance());
    }

    @Override
    public void setSoldOut(SetSoldOutRequest request, StreamObserver<SetSoldOutResponse> caller) {
        control.setSoldOut(request.getZone(), CloudMessages.present(request.getCategory()), request.getSoldOut());
        Replies.send(caller, SetSoldOutResponse.getDefaultInstance());
    }

    @Override
    public void killInstance(KillInstanceRequest request, StreamObserver<KillInstanceResponse> caller) {
        control.killInstance(new InstanceId(request.getInstance()));
        Replies.send(caller, KillInstanceResponse.getDefaultInstance());
    }

    @Override
    public void setOtherDevices(SetOtherDevicesRequest request, StreamObserver<SetOtherDevicesResponse> caller) {
        control.setOtherDevices(new InstanceId(request.getInstance()), request.getDevices());
        Replies.send(caller, SetOtherDevicesResponse.getDefaultInstance());
    }

    @Override
    public void detachByHand(DetachByHandRequest request, StreamObserver<DetachByHandResponse> caller) {
        control.detachByHand(new DiskId(request.getDisk()));
        Replies.send(caller, DetachByHandResponse.getDefaultInstance());
    }

    @Override
    public void advanceClock(AdvanceClockRequest request, StreamObserver<AdvanceClockResponse> caller) {
        Replies.send(
                caller,
                AdvanceClockResponse.newBuilder()
                        .setNow(CloudMessages.message(control.advanceClock(FaultMessages.duration(request.getBy()))))
                        .build());
    }
}
