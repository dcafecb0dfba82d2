package dev.zonal.csi.cloud.wire;

import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.DiskSnapshot;
import dev.zonal.csi.cloud.DiskSnapshotId;
import dev.zonal.csi.cloud.v1.AddInstanceRequest;
import dev.zonal.csi.cloud.v1.AttachDiskRequest;
import dev.zonal.csi.cloud.v1.Caller;
import dev.zonal.csi.cloud.v1.CloudApiGrpc;
import dev.zonal.csi.cloud.v1.CreateDiskRequest;
import dev.zonal.csi.cloud.v1.CreateDiskSnapshotRequest;
import dev.zonal.csi.cloud.v1.DeleteDiskRequest;
import dev.zonal.csi.cloud.v1.DeleteDiskResponse;
import dev.zonal.csi.cloud.v1.DeleteDiskSnapshotRequest;
import dev.zonal.csi.cloud.v1.DeleteDiskSnapshotResponse;
import dev.zonal.csi.cloud.v1.DescribeDiskSnapshotsRequest;
import dev.zonal.csi.cloud.v1.DescribeDisksRequest;
import dev.zonal.csi.cloud.v1.DescribeOfferRequest;
import dev.zonal.csi.cloud.v1.DescribeOfferResponse;
import dev.zonal.csi.cloud.v1.DetachDiskRequest;
import dev.zonal.csi.cloud.v1.DiskMessage;
import dev.zonal.csi.cloud.v1.DiskSnapshotMessage;
import dev.zonal.csi.cloud.v1.InstanceMessage;
import dev.zonal.csi.cloud.v1.ListDiskSnapshotsRequest;
import dev.zonal.csi.cloud.v1.ListDiskSnapshotsResponse;
import dev.zonal.csi.cloud.v1.ListDisksRequest;
import dev.zonal.csi.cloud.v1.ListDisksResponse;
import dev.zonal.csi.cloud.v1.ListInstancesRequest;
import dev.zonal.csi.cloud.v1.ListInstancesResponse;
import dev.zonal.csi.cloud.v1.ModifyDiskRequest;
import dev.zonal.csi.cloud.v1.TagDiskRequest;
import dev.zonal.csi.rpc.Replies;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The service CloudApi: the port, call by call, for the account that each request names. */
public final class CloudApiService extends CloudApiGrpc.CloudApiImplBase {
    private final Function<String, Cloud> clouds;

    /** @param clouds the cloud as an account sees it */
    public CloudApiService(Function<String, Cloud> clouds) {
        this.clouds = clouds;
    }

    private Cloud cloud(Caller caller) {
        return clouds.apply(caller.getAccount());
    }

    @Override
    public void describeOffer(DescribeOfferRequest request, StreamObserver<DescribeOfferResponse> caller) {
        Replies.send(caller, CloudMessages.message(cloud(request.getCaller()).offer()));
    }

    @Override
    public void addInstance(AddInstanceRequest request, StreamObserver<InstanceMessage> caller) {
        Replies.send(
                caller,
                CloudMessages.message(cloud(request.getCaller())
                        .addInstance(RequestMessages.instance(request), RequestMessages.token(request.getCaller()))));
    }

    @Override
    public void listInstances(ListInstancesRequest request, StreamObserver<ListInstancesResponse> caller) {
        Replies.send(
                caller,
                ListInstancesResponse.newBuilder()
                        .addAllInstances(cloud(request.getCaller()).instances().stream()
                                .map(CloudMessages::message)
                                .toList())
                        .build());
    }

    @Override
    public void createDisk(CreateDiskRequest request, StreamObserver<DiskMessage> caller) {
        Replies.send(
                caller,
                CloudMessages.message(cloud(request.getCaller())
                        .createDisk(RequestMessages.disk(request), RequestMessages.token(request.getCaller()))));
    }

    @Override
    public void deleteDisk(DeleteDiskRequest request, StreamObserver<DeleteDiskResponse> caller) {
        cloud(request.getCaller())
                .deleteDisk(new DiskId(request.getDisk()), RequestMessages.token(request.getCaller()));
        Replies.send(caller, DeleteDiskResponse.getDefaultInstance());
    }

    @Override
    public void listDisks(ListDisksRequest request, StreamObserver<ListDisksResponse> caller) {
        Replies.send(caller, disks(cloud(request.getCaller()).disks()));
    }

    @Override
    public void describeDisks(DescribeDisksRequest request, StreamObserver<ListDisksResponse> caller) {
        Replies.send(
                caller,
                disks(cloud(request.getCaller())
                        .describeDisks(
                                request.getDisksList().stream().map(DiskId::new).collect(Collectors.toSet()))));
    }

    private static ListDisksResponse disks(List<Disk> disks) {
        return ListDisksResponse.newBuilder()
                .addAllDisks(disks.stream().map(CloudMessages::message).toList())
                .build();
    }

    @Override
    public void attachDisk(AttachDiskRequest request, StreamObserver<DiskMessage> caller) {
        Replies.send(
                caller,
                CloudMessages.message(cloud(request.getCaller())
                        .attachDisk(RequestMessages.attach(request), RequestMessages.token(request.getCaller()))));
    }

    @Override
    public void detachDisk(DetachDiskRequest request, StreamObserver<DiskMessage> caller) {
        Replies.send(
                caller,
                CloudMessages.message(cloud(request.getCaller())
                        .detachDisk(RequestMessages.detach(request), RequestMessages.token(request.getCaller()))));
    }

    @Override
    public void modifyDisk(ModifyDiskRequest request, StreamObserver<DiskMessage> caller) {
        Replies.send(
                caller,
                CloudMessages.message(cloud(request.getCaller())
                        .modifyDisk(
                                new DiskId(request.getDisk()),
                                RequestMessages.change(request),
                                RequestMessages.token(request.getCaller()))));
    }

    @Override
    public void tagDisk(TagDiskRequest request, StreamObserver<DiskMessage> caller) {
        Replies.send(
                caller,
                CloudMessages.message(cloud(request.getCaller())
                        .tagDisk(
                                new DiskId(request.getDisk()),
                                request.getTagsMap(),
                                RequestMessages.token(request.getCaller()))));
    }

    @Override
    public void createDiskSnapshot(CreateDiskSnapshotRequest request, StreamObserver<DiskSnapshotMessage> caller) {
        Replies.send(
                caller,
                CloudMessages.message(cloud(request.getCaller())
                        .createSnapshot(
                                new DiskId(request.getDisk()),
                                request.getTagsMap(),
                                RequestMessages.token(request.getCaller()))));
    }

    @Override
    public void deleteDiskSnapshot(
            DeleteDiskSnapshotRequest request, StreamObserver<DeleteDiskSnapshotResponse> caller) {
        cloud(request.getCaller())
                .deleteSnapshot(new DiskSnapshotId(request.getSnapshot()), RequestMessages.token(request.getCaller()));
        Replies.send(caller, DeleteDiskSnapshotResponse.getDefaultInstance());
    }

    @Override
    public void listDiskSnapshots(ListDiskSnapshotsRequest request, StreamObserver<ListDiskSnapshotsResponse> caller) {
        Replies.send(caller, snapshots(cloud(request.getCaller()).snapshots()));
    }

    @Override
    public void describeDiskSnapshots(
            DescribeDiskSnapshotsRequest request, StreamObserver<ListDiskSnapshotsResponse> caller) {
        Replies.send(
                caller,
                snapshots(cloud(request.getCaller())
                        .describeSnapshots(request.getSnapshotsList().stream()
                                .map(DiskSnapshotId::new)
                                .collect(Collectors.toSet()))));
    }

    private static ListDiskSnapshotsResponse snapshots(List<DiskSnapshot> snapshots) {
        return ListDiskSnapshotsResponse.newBuilder()
                .addAllSnapshots(snapshots.stream().map(CloudMessages::message).toList())
                .build();
    }
}
