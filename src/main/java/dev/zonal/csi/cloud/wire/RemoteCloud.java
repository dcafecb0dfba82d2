package dev.zonal.csi.cloud.wire;

import dev.zonal.csi.cloud.AttachDisk;
import dev.zonal.csi.cloud.ClientToken;
import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.CloudOffer;
import dev.zonal.csi.cloud.DetachDisk;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskChange;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.DiskSnapshot;
import dev.zonal.csi.cloud.DiskSnapshotId;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.cloud.NewDisk;
import dev.zonal.csi.cloud.NewInstance;
import dev.zonal.csi.cloud.v1.Caller;
import dev.zonal.csi.cloud.v1.CloudApiGrpc.CloudApiBlockingStub;
import dev.zonal.csi.cloud.v1.CreateDiskSnapshotRequest;
import dev.zonal.csi.cloud.v1.DeleteDiskRequest;
import dev.zonal.csi.cloud.v1.DeleteDiskResponse;
import dev.zonal.csi.cloud.v1.DeleteDiskSnapshotRequest;
import dev.zonal.csi.cloud.v1.DeleteDiskSnapshotResponse;
import dev.zonal.csi.cloud.v1.DescribeDiskSnapshotsRequest;
import dev.zonal.csi.cloud.v1.DescribeDisksRequest;
import dev.zonal.csi.cloud.v1.DescribeOfferRequest;
import dev.zonal.csi.cloud.v1.ListDiskSnapshotsRequest;
import dev.zonal.csi.cloud.v1.ListDiskSnapshotsResponse;
import dev.zonal.csi.cloud.v1.ListDisksRequest;
import dev.zonal.csi.cloud.v1.ListDisksResponse;
import dev.zonal.csi.cloud.v1.ListInstancesRequest;
import dev.zonal.csi.cloud.v1.TagDiskRequest;
import dev.zonal.csi.cloud.wire.CloudConnection.Caught;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The port of a cloud in another process: each method is one call. */
final class RemoteCloud implements Cloud {
    private final Caught<CloudApiBlockingStub> calls;
    private final Caller reader;

    RemoteCloud(Caught<CloudApiBlockingStub> calls, String account) {
        this.calls = calls;
        this.reader = Caller.newBuilder().setAccount(account).build();
    }

    private Caller by(ClientToken token) {
        return reader.toBuilder().setClientToken(token.text()).build();
    }

    @Override
    public CloudOffer offer() {
        return CloudMessages.offer(calls.call(stub -> stub.describeOffer(
                DescribeOfferRequest.newBuilder().setCaller(reader).build())));
    }

    @Override
    public Instance addInstance(NewInstance instance, ClientToken token) {
        return CloudMessages.instance(
                calls.call(stub -> stub.addInstance(RequestMessages.message(instance, by(token)))));
    }

    @Override
    public List<Instance> instances() {
        return calls
                .call(stub -> stub.listInstances(
                        ListInstancesRequest.newBuilder().setCaller(reader).build()))
                .getInstancesList()
                .stream()
                .map(CloudMessages::instance)
                .toList();
    }

    @Override
    public Disk createDisk(NewDisk disk, ClientToken token) {
        return CloudMessages.disk(calls.call(stub -> stub.createDisk(RequestMessages.message(disk, by(token)))));
    }

    @Override
    public void deleteDisk(DiskId disk, ClientToken token) {
        DeleteDiskResponse _ = calls.call(stub -> stub.deleteDisk(DeleteDiskRequest.newBuilder()
                .setCaller(by(token))
                .setDisk(disk.text())
                .build()));
    }

    @Override
    public List<Disk> disks() {
        return disks(calls.call(stub ->
                stub.listDisks(ListDisksRequest.newBuilder().setCaller(reader).build())));
    }

    @Override
    public List<Disk> describeDisks(Set<DiskId> disks) {
        return disks(calls.call(stub -> stub.describeDisks(DescribeDisksRequest.newBuilder()
                .setCaller(reader)
                .addAllDisks(disks.stream().map(DiskId::text).toList())
                .build())));
    }

    private static List<Disk> disks(ListDisksResponse response) {
        return response.getDisksList().stream().map(CloudMessages::disk).toList();
    }

    @Override
    public Disk attachDisk(AttachDisk request, ClientToken token) {
        return CloudMessages.disk(calls.call(stub -> stub.attachDisk(RequestMessages.message(request, by(token)))));
    }

    @Override
    public Disk detachDisk(DetachDisk request, ClientToken token) {
        return CloudMessages.disk(calls.call(stub -> stub.detachDisk(RequestMessages.message(request, by(token)))));
    }

    @Override
    public Disk modifyDisk(DiskId disk, DiskChange change, ClientToken token) {
        return CloudMessages.disk(
                calls.call(stub -> stub.modifyDisk(RequestMessages.message(disk, change, by(token)))));
    }

    @Override
    public Disk tagDisk(DiskId disk, Map<String, String> tags, ClientToken token) {
        return CloudMessages.disk(calls.call(stub -> stub.tagDisk(TagDiskRequest.newBuilder()
                .setCaller(by(token))
                .setDisk(disk.text())
                .putAllTags(tags)
                .build())));
    }

    @Override
    public DiskSnapshot createSnapshot(DiskId disk, Map<String, String> tags, ClientToken token) {
        return CloudMessages.snapshot(calls.call(stub -> stub.createDiskSnapshot(CreateDiskSnapshotRequest.newBuilder()
                .setCaller(by(token))
                .setDisk(disk.text())
                .putAllTags(tags)
                .build())));
    }

    @Override
    public void deleteSnapshot(DiskSnapshotId snapshot, ClientToken token) {
        DeleteDiskSnapshotResponse _ = calls.call(stub -> stub.deleteDiskSnapshot(DeleteDiskSnapshotRequest.newBuilder()
                .setCaller(by(token))
                .setSnapshot(snapshot.text())
                .build()));
    }

    @Override
    public List<DiskSnapshot> snapshots() {
        return snapshots(calls.call(stub -> stub.listDiskSnapshots(
                ListDiskSnapshotsRequest.newBuilder().setCaller(reader).build())));
    }

    @Override
    public List<DiskSnapshot> describeSnapshots(Set<DiskSnapshotId> snapshots) {
        return snapshots(calls.call(stub -> stub.describeDiskSnapshots(DescribeDiskSnapshotsRequest.newBuilder()
                .setCaller(reader)
                .addAllSnapshots(snapshots.stream().map(DiskSnapshotId::text).toList())
                .build())));
    }

    private static List<DiskSnapshot> snapshots(ListDiskSnapshotsResponse response) {
        return response.getSnapshotsList().stream().map(CloudMessages::snapshot).toList();
    }
}
