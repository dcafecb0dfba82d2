package dev.zonal.csi.cloud.wire;

import dev.zonal.csi.cloud.CloudControl;
import dev.zonal.csi.cloud.CloudState;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.FaultPlan;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.cloud.PlannedFault;
import dev.zonal.csi.cloud.v1.AddFaultRequest;
import dev.zonal.csi.cloud.v1.AdvanceClockRequest;
import dev.zonal.csi.cloud.v1.ClearFaultsRequest;
import dev.zonal.csi.cloud.v1.ClearFaultsResponse;
import dev.zonal.csi.cloud.v1.CloudControlsGrpc.CloudControlsBlockingStub;
import dev.zonal.csi.cloud.v1.DescribeCloudRequest;
import dev.zonal.csi.cloud.v1.DetachByHandRequest;
import dev.zonal.csi.cloud.v1.DetachByHandResponse;
import dev.zonal.csi.cloud.v1.KillInstanceRequest;
import dev.zonal.csi.cloud.v1.KillInstanceResponse;
import dev.zonal.csi.cloud.v1.ListFaultsRequest;
import dev.zonal.csi.cloud.v1.SetOtherDevicesRequest;
import dev.zonal.csi.cloud.v1.SetOtherDevicesResponse;
import dev.zonal.csi.cloud.v1.SetSoldOutRequest;
import dev.zonal.csi.cloud.v1.SetSoldOutResponse;
import dev.zonal.csi.cloud.v1.SetZoneRequest;
import dev.zonal.csi.cloud.v1.SetZoneResponse;
import dev.zonal.csi.cloud.wire.CloudConnection.Caught;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is done from outside to a cloud in another process: each method is one call. */
final class RemoteControl implements CloudControl {
    private final Caught<CloudControlsBlockingStub> calls;

    RemoteControl(Caught<CloudControlsBlockingStub> calls) {
        this.calls = calls;
    }

    @Override
    public CloudState state() {
        return StateMessages.state(calls.call(stub -> stub.describeCloud(DescribeCloudRequest.getDefaultInstance())));
    }

    @Override
    public PlannedFault addFault(FaultPlan plan) {
        return FaultMessages.fault(calls.call(stub -> stub.addFault(AddFaultRequest.newBuilder()
                .setFault(FaultMessages.message(plan))
                .build())));
    }

    @Override
    public List<PlannedFault> faults() {
        return calls.call(stub -> stub.listFaults(ListFaultsRequest.getDefaultInstance())).getFaultsList().stream()
                .map(FaultMessages::fault)
                .toList();
    }

    @Override
    public void clearFaults(Optional<String> id) {
        ClearFaultsResponse _ = calls.call(stub -> stub.clearFaults(
                ClearFaultsRequest.newBuilder().setId(id.orElse("")).build()));
    }

    @Override
    public void setZoneUp(String zone, boolean up) {
        SetZoneResponse _ = calls.call(stub ->
                stub.setZone(SetZoneRequest.newBuilder().setZone(zone).setUp(up).build()));
    }

    @Override
    public void setSoldOut(String zone, Optional<String> category, boolean soldOut) {
        SetSoldOutResponse _ = calls.call(stub -> stub.setSoldOut(SetSoldOutRequest.newBuilder()
                .setZone(zone)
                .setCategory(category.orElse(""))
                .setSoldOut(soldOut)
                .build()));
    }

    @Override
    public void killInstance(InstanceId instance) {
        KillInstanceResponse _ = calls.call(stub -> stub.killInstance(
                KillInstanceRequest.newBuilder().setInstance(instance.text()).build()));
    }

    @Override
    public void setOtherDevices(InstanceId instance, int devices) {
        SetOtherDevicesResponse _ = calls.call(stub -> stub.setOtherDevices(SetOtherDevicesRequest.newBuilder()
                .setInstance(instance.text())
                .setDevices(devices)
                .build()));
    }

    @Override
    public void detachByHand(DiskId disk) {
        DetachByHandResponse _ = calls.call(stub -> stub.detachByHand(
                DetachByHandRequest.newBuilder().setDisk(disk.text()).build()));
    }

    @Override
    public Instant advanceClock(Duration by) {
        return CloudMessages.instant(calls.call(stub -> stub.advanceClock(AdvanceClockRequest.newBuilder()
                        .setBy(FaultMessages.message(by))
                        .build()))
                .getNow());
    }
}
