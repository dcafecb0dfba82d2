package dev.zonal.csi.rpc;

import dev.zonal.csi.backend.Feature;
import dev.zonal.csi.config.Configuration.PluginSettings;
import dev.zonal.csi.controller.Attaching;
import dev.zonal.csi.controller.Modifying;
import dev.zonal.csi.controller.Page;
import dev.zonal.csi.controller.Snapshots;
import dev.zonal.csi.controller.Volumes;
import dev.zonal.csi.model.CapacityRange;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.v1.ControllerExpandVolumeRequest;
import dev.zonal.csi.v1.ControllerExpandVolumeResponse;
import dev.zonal.csi.v1.ControllerGetCapabilitiesRequest;
import dev.zonal.csi.v1.ControllerGetCapabilitiesResponse;
import dev.zonal.csi.v1.ControllerGetVolumeRequest;
import dev.zonal.csi.v1.ControllerGetVolumeResponse;
import dev.zonal.csi.v1.ControllerGrpc;
import dev.zonal.csi.v1.ControllerModifyVolumeRequest;
import dev.zonal.csi.v1.ControllerModifyVolumeResponse;
import dev.zonal.csi.v1.ControllerPublishVolumeRequest;
import dev.zonal.csi.v1.ControllerPublishVolumeResponse;
import dev.zonal.csi.v1.ControllerServiceCapability;
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
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The CSI service Controller. */
public final class ControllerService extends ControllerGrpc.ControllerImplBase {
    private final Volumes volumes;
    private final Snapshots snapshots;
    private final boolean expands;
    private final Conditions conditions;
    private final ParameterSet parameters;
    private final Optional<Attaching> attaching;
    private final Optional<Modifying> modifying;
    private final SnapshotMessages snapshotMessages;
    private final ControllerGetCapabilitiesResponse capabilities;

    /** @param features what the backend offers */
    public ControllerService(PluginSettings settings, Set<Feature> features, Volumes volumes, Snapshots snapshots) {
        this(settings, features, volumes, snapshots, Optional.empty(), Optional.empty());
    }

    /**
     * @param attaching where volumes come to nodes by the controller
     * @param modifying where their disks can be exchanged
     */
    public ControllerService(
            PluginSettings settings,
            Set<Feature> features,
            Volumes volumes,
            Snapshots snapshots,
            Optional<Attaching> attaching,
            Optional<Modifying> modifying) {
        this.parameters = ParameterSet.of(features);
        this.attaching = attaching;
        this.modifying = modifying;
        this.volumes = volumes;
        this.snapshots = snapshots;
        this.expands = settings.controllerExpansion() && features.contains(Feature.EXPANSION);
        this.conditions = new Conditions(settings.spec());
        this.snapshotMessages = new SnapshotMessages(settings.spec());
        this.capabilities = capabilities(new Capabilities(settings).controller(features));
    }

    @Override
    public void createVolume(CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> caller) {
        Volume volume = volumes.create(VolumeMessages.request(request, parameters));
        Replies.send(
                caller,
                CreateVolumeResponse.newBuilder()
                        .setVolume(VolumeMessages.message(volume))
                        .build());
    }

    @Override
    public void deleteVolume(DeleteVolumeRequest request, StreamObserver<DeleteVolumeResponse> caller) {
        Ids.volume(request.getVolumeId()).ifPresent(volumes::delete);
        Replies.send(caller, DeleteVolumeResponse.getDefaultInstance());
    }

    @Override
    public void validateVolumeCapabilities(
            ValidateVolumeCapabilitiesRequest request, StreamObserver<ValidateVolumeCapabilitiesResponse> caller) {
        Replies.send(caller, Validation.answer(request, volumes, parameters));
    }

    @Override
    public void controllerPublishVolume(
            ControllerPublishVolumeRequest request, StreamObserver<ControllerPublishVolumeResponse> caller) {
        Attaching here =
                attaching.orElseThrow(() -> unserved("ControllerPublishVolume", "volumes are where their node is"));
        String id = Fields.required("volume_id", request.getVolumeId());
        String node = Fields.required("node_id", request.getNodeId());
        VolumeCapability capability =
                CapabilityMessages.required(request.hasVolumeCapability(), request.getVolumeCapability());
        Map<String, String> context = here.publish(Ids.existingVolume(id), node, capability, request.getReadonly());
        Replies.send(
                caller,
                ControllerPublishVolumeResponse.newBuilder()
                        .putAllPublishContext(context)
                        .build());
    }

    @Override
    public void controllerUnpublishVolume(
            ControllerUnpublishVolumeRequest request, StreamObserver<ControllerUnpublishVolumeResponse> caller) {
        Attaching here =
                attaching.orElseThrow(() -> unserved("ControllerUnpublishVolume", "volumes are where their node is"));
        Optional<String> node = Optional.of(request.getNodeId()).filter(named -> !named.isEmpty());
        Ids.volume(request.getVolumeId()).ifPresent(id -> here.unpublish(id, node));
        Replies.send(caller, ControllerUnpublishVolumeResponse.getDefaultInstance());
    }

    @Override
    public void controllerModifyVolume(
            ControllerModifyVolumeRequest request, StreamObserver<ControllerModifyVolumeResponse> caller) {
        Modifying here = modifying.orElseThrow(
                () -> unserved("ControllerModifyVolume", "volumes have nothing that can be modified"));
        String id = Fields.required("volume_id", request.getVolumeId());
        VolumeId volume = volumes.get(Ids.existingVolume(id)).id();
        here.modify(volume, DiskParameters.quality(request.getMutableParametersMap(), parameters));
        Replies.send(caller, ControllerModifyVolumeResponse.getDefaultInstance());
    }

    private static StorageException.Unimplemented unserved(String call, String reason) {
        return new StorageException.Unimplemented(call + " is not served by this driver: " + reason);
    }

    @Override
    public void listVolumes(ListVolumesRequest request, StreamObserver<ListVolumesResponse> caller) {
        Page<Volume> page = volumes.list(VolumeMessages.page(request));
        ListVolumesResponse.Builder response = ListVolumesResponse.newBuilder().setNextToken(page.nextToken());
        for (Volume volume : page.entries()) {
            // Finished at once: the builder of a list keeps those of all its entries until the end.
            ListVolumesResponse.Entry.Builder entry =
                    ListVolumesResponse.Entry.newBuilder().setVolume(VolumeMessages.message(volume));
            attaching
                    .map(here -> here.nodesOf(volume.id()))
                    .ifPresent(entry.getStatusBuilder()::addAllPublishedNodeIds);
            conditions.tell(volumes.abnormal(volume.id()), entry.getStatusBuilder()::setVolumeCondition);
            response.addEntries(entry.build());
        }
        Replies.send(caller, response.build());
    }

    @Override
    public void controllerGetVolume(
            ControllerGetVolumeRequest request, StreamObserver<ControllerGetVolumeResponse> caller) {
        Volume volume = volumes.get(Ids.existingVolume(request.getVolumeId()));
        ControllerGetVolumeResponse.Builder response =
                ControllerGetVolumeResponse.newBuilder().setVolume(VolumeMessages.message(volume));
        attaching.map(here -> here.nodesOf(volume.id())).ifPresent(response.getStatusBuilder()::addAllPublishedNodeIds);
        conditions.tell(volumes.abnormal(volume.id()), response.getStatusBuilder()::setVolumeCondition);
        Replies.send(caller, response.build());
    }

    @Override
    public void getCapacity(GetCapacityRequest request, StreamObserver<GetCapacityResponse> caller) {
        Set<VolumeCapability> wanted = CapabilityMessages.optional(request.getVolumeCapabilitiesList());
        Optional<Topology> place = request.hasAccessibleTopology()
                ? Optional.of(TopologyMessages.topology("accessible_topology", request.getAccessibleTopology()))
                : Optional.empty();
        Replies.send(
                caller,
                CapacityMessages.response(volumes.capacity(
                        place, ParameterMessages.ofVolume(request.getParametersMap(), wanted, parameters))));
    }

    @Override
    public void controllerExpandVolume(
            ControllerExpandVolumeRequest request, StreamObserver<ControllerExpandVolumeResponse> caller) {
        if (!expands) {
            throw new StorageException.Unimplemented("volumes are expanded by their node (--controller-expansion)");
        }
        String id = Fields.required("volume_id", request.getVolumeId());
        CapacityRange range = CapacityMessages.requiredRange(request.hasCapacityRange(), request.getCapacityRange());
        CapabilityMessages.requireWellFormed(request.hasVolumeCapability(), request.getVolumeCapability());
        Volume volume = volumes.expand(Ids.existingVolume(id), range);
        Replies.send(
                caller,
                ControllerExpandVolumeResponse.newBuilder()
                        .setCapacityBytes(volume.capacity().bytes())
                        .setNodeExpansionRequired(true)
                        .build());
    }

    @Override
    public void controllerGetCapabilities(
            ControllerGetCapabilitiesRequest request, StreamObserver<ControllerGetCapabilitiesResponse> caller) {
        Replies.send(caller, capabilities);
    }

    @Override
    public void createSnapshot(CreateSnapshotRequest request, StreamObserver<CreateSnapshotResponse> caller) {
        Snapshot snapshot = snapshots.create(SnapshotMessages.request(request));
        Replies.send(
                caller,
                CreateSnapshotResponse.newBuilder()
                        .setSnapshot(snapshotMessages.message(snapshot))
                        .build());
    }

    @Override
    public void deleteSnapshot(DeleteSnapshotRequest request, StreamObserver<DeleteSnapshotResponse> caller) {
        Ids.snapshot(request.getSnapshotId()).ifPresent(snapshots::delete);
        Replies.send(caller, DeleteSnapshotResponse.getDefaultInstance());
    }

    @Override
    public void listSnapshots(ListSnapshotsRequest request, StreamObserver<ListSnapshotsResponse> caller) {
        Page<Snapshot> page = SnapshotQuery.parse(request).ask(snapshots);
        ListSnapshotsResponse.Builder response =
                ListSnapshotsResponse.newBuilder().setNextToken(page.nextToken());
        for (Snapshot snapshot : page.entries()) {
            response.addEntries(ListSnapshotsResponse.Entry.newBuilder()
                    .setSnapshot(snapshotMessages.message(snapshot))
                    .build());
        }
        Replies.send(caller, response.build());
    }

    @Override
    public void getSnapshot(GetSnapshotRequest request, StreamObserver<GetSnapshotResponse> caller) {
        Snapshot snapshot = snapshots.get(Ids.existingSnapshot(request.getSnapshotId()));
        Replies.send(
                caller,
                GetSnapshotResponse.newBuilder()
                        .setSnapshot(snapshotMessages.message(snapshot))
                        .build());
    }

    private static ControllerGetCapabilitiesResponse capabilities(List<ControllerServiceCapability.RPC.Type> offered) {
        ControllerGetCapabilitiesResponse.Builder response = ControllerGetCapabilitiesResponse.newBuilder();
        for (ControllerServiceCapability.RPC.Type type : offered) {
            response.addCapabilitiesBuilder().getRpcBuilder().setType(type);
        }
        return response.build();
    }
}
