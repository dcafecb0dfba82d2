package dev.zonal.csi.rpc;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.zonal.csi.v1.ControllerExpandVolumeRequest;
import dev.zonal.csi.v1.ControllerGetVolumeRequest;
import dev.zonal.csi.v1.CreateSnapshotRequest;
import dev.zonal.csi.v1.Csi;
import dev.zonal.csi.v1.DeleteSnapshotRequest;
import dev.zonal.csi.v1.DeleteVolumeRequest;
import dev.zonal.csi.v1.GetCapacityRequest;
import dev.zonal.csi.v1.GetSnapshotRequest;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import dev.zonal.csi.v1.ListVolumesRequest;
import dev.zonal.csi.v1.NodeExpandVolumeRequest;
import dev.zonal.csi.v1.NodeGetVolumeStatsRequest;
import dev.zonal.csi.v1.NodePublishVolumeRequest;
import dev.zonal.csi.v1.NodeStageVolumeRequest;
import dev.zonal.csi.v1.NodeUnpublishVolumeRequest;
import dev.zonal.csi.v1.NodeUnstageVolumeRequest;
import dev.zonal.csi.v1.ValidateVolumeCapabilitiesRequest;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One request of each kind that the driver serves and that has fields, with every required one filled. */
final class WellFormedCalls {
    /** What the spec marks as REQUIRED, wherever a request has it. */
    static final Set<String> REQUIRED = Set.of(
            "name",
            "volume_id",
            "snapshot_id",
            "source_volume_id",
            "volume_capability",
            "volume_capabilities",
            "capacity_range",
            "target_path",
            "staging_target_path",
            "volume_path");

    private static final String SNAPSHOT = "snap-aaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbb";

    private final ServedDriver driver;
    private final List<Message> requests;

    WellFormedCalls(ServedDriver driver) {
        this.driver = driver;
        String volume = driver.controller()
                .createVolume(Requests.createVolume().build())
                .getVolume()
                .getVolumeId();
        requests = List.of(
                Requests.createVolume().build(),
                DeleteVolumeRequest.newBuilder().setVolumeId(volume).build(),
                ValidateVolumeCapabilitiesRequest.newBuilder()
                        .setVolumeId(volume)
                        .addVolumeCapabilities(Requests.MOUNT)
                        .build(),
                ListVolumesRequest.getDefaultInstance(),
                ControllerGetVolumeRequest.newBuilder().setVolumeId(volume).build(),
                GetCapacityRequest.newBuilder()
                        .addVolumeCapabilities(Requests.MOUNT)
                        .build(),
                CreateSnapshotRequest.newBuilder()
                        .setName("snap-1")
                        .setSourceVolumeId(volume)
                        .build(),
                DeleteSnapshotRequest.newBuilder().setSnapshotId(SNAPSHOT).build(),
                ListSnapshotsRequest.getDefaultInstance(),
                GetSnapshotRequest.newBuilder().setSnapshotId(SNAPSHOT).build(),
                ControllerExpandVolumeRequest.newBuilder()
                        .setVolumeId(volume)
                        .setCapacityRange(Requests.createVolume().getCapacityRange())
                        .setVolumeCapability(Requests.MOUNT)
                        .build(),
                NodeStageVolumeRequest.newBuilder()
                        .setVolumeId(volume)
                        .setStagingTargetPath("/pool/stage")
                        .setVolumeCapability(Requests.MOUNT)
                        .build(),
                NodeUnstageVolumeRequest.newBuilder()
                        .setVolumeId(volume)
                        .setStagingTargetPath("/pool/stage")
                        .build(),
                NodePublishVolumeRequest.newBuilder()
                        .setVolumeId(volume)
                        .setStagingTargetPath("/pool/stage")
                        .setTargetPath("/pool/target")
                        .setVolumeCapability(Requests.MOUNT)
                        .build(),
                NodeUnpublishVolumeRequest.newBuilder()
                        .setVolumeId(volume)
                        .setTargetPath("/pool/target")
                        .build(),
                NodeGetVolumeStatsRequest.newBuilder()
                        .setVolumeId(volume)
                        .setVolumePath("/pool/target")
                        .build(),
                NodeExpandVolumeRequest.newBuilder()
                        .setVolumeId(volume)
                        .setVolumePath("/pool/target")
                        .setVolumeCapability(Requests.MOUNT)
                        .build());
    }

    List<Call> all() {
        return requests.stream().map(this::call).toList();
    }

    private Call call(Message request) {
        MethodDescriptor method = Csi.getDescriptor().getServices().stream()
                .flatMap(service -> service.getMethods().stream())
                .filter(candidate -> candidate.getInputType().equals(request.getDescriptorForType()))
                .findFirst()
                .orElseThrow();
        try {
            return new Call(
                    driver.channel(),
                    method,
                    DynamicMessage.parseFrom(request.getDescriptorForType(), request.toByteString()));
        } catch (InvalidProtocolBufferException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /**
     * @param request as the schema describes it, so that any of its fields can be changed
     */
    record Call(ManagedChannel channel, MethodDescriptor method, Message request) {
        /** How the driver answers to it in another form. */
        Status send(Message changed) {
            var descriptor = io.grpc.MethodDescriptor.<Message, Message>newBuilder()
                    .setType(MethodType.UNARY)
                    .setFullMethodName(method.getService().getFullName() + "/" + method.getName())
                    .setRequestMarshaller(
                            ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
                    .setResponseMarshaller(
                            ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
                    .build();
            try {
                Message _ = ClientCalls.blockingUnaryCall(
                        channel, descriptor, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS), changed);
                return Status.OK;
            } catch (StatusRuntimeException refused) {
                return refused.getStatus();
            }
        }
    }
}
