package dev.zonal.csi.cli;

import com.google.protobuf.Int64Value;
import com.google.protobuf.Timestamp;
import dev.zonal.csi.v1.CapacityRange;
import dev.zonal.csi.v1.ControllerExpandVolumeRequest;
import dev.zonal.csi.v1.ControllerExpandVolumeResponse;
import dev.zonal.csi.v1.ControllerGetVolumeRequest;
import dev.zonal.csi.v1.ControllerGetVolumeResponse;
import dev.zonal.csi.v1.ControllerGrpc.ControllerImplBase;
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
import dev.zonal.csi.v1.Snapshot;
import dev.zonal.csi.v1.Topology;
import dev.zonal.csi.v1.TopologyRequirement;
import dev.zonal.csi.v1.Volume;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Volumes and snapshots in memory, in one zone of one rack; pages are two entries long unless asked otherwise. */
final class MemoryController extends ControllerImplBase {
    static final Topology HERE = Topology.newBuilder()
            .putSegments("topology.memory.csi.test/zone", "a")
            .putSegments("topology.memory.csi.test/rack", "r1")
            .build();
    private static final int PAGE = 2;
    private static final Timestamp CREATED =
            Timestamp.newBuilder().setSeconds(1_767_225_600).build();

    final SortedMap<String, Volume> volumes = new ConcurrentSkipListMap<>();
    final SortedMap<String, Snapshot> snapshots = new ConcurrentSkipListMap<>();
    final List<CreateVolumeRequest> created = new CopyOnWriteArrayList<>();

    Volume existing(String id) {
        return Optional.ofNullable(volumes.get(id))
                .orElseThrow(() -> Replies.refusal(Status.NOT_FOUND, "there is no volume '" + id + "'"));
    }

    @Override
    public void createVolume(CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> reply) {
        Replies.send(reply, () -> {
            created.add(request);
            demandHere(request.getAccessibilityRequirements());
            Volume volume = Volume.newBuilder()
                    .setVolumeId("vol-" + request.getName())
                    .setCapacityBytes(Math.max(1 << 20, sizeOf(request)))
                    .setContentSource(request.getVolumeContentSource())
                    .addAccessibleTopology(HERE)
                    .build();
            if (!request.hasVolumeContentSource()) {
                volume = volume.toBuilder().clearContentSource().build();
            }
            volumes.put(volume.getVolumeId(), volume);
            return CreateVolumeResponse.newBuilder().setVolume(volume).build();
        });
    }

    private long sizeOf(CreateVolumeRequest request) {
        var source = request.getVolumeContentSource();
        long least = switch (source.getTypeCase()) {
            case VOLUME -> existing(source.getVolume().getVolumeId()).getCapacityBytes();
            case SNAPSHOT ->
                existingSnapshot(source.getSnapshot().getSnapshotId()).getSizeBytes();
            case TYPE_NOT_SET -> 0;
        };
        return Math.max(least, request.getCapacityRange().getRequiredBytes());
    }

    private static void demandHere(TopologyRequirement requirement) {
        boolean fits = requirement.getRequisiteCount() == 0
                || requirement.getRequisiteList().stream()
                        .anyMatch(term -> HERE.getSegmentsMap()
                                .entrySet()
                                .containsAll(term.getSegmentsMap().entrySet()));
        if (!fits) {
            throw Replies.refusal(Status.RESOURCE_EXHAUSTED, "nothing here is in that place; there is zone=a,rack=r1");
        }
    }

    @Override
    public void deleteVolume(DeleteVolumeRequest request, StreamObserver<DeleteVolumeResponse> reply) {
        Replies.send(reply, () -> {
            volumes.remove(request.getVolumeId());
            return DeleteVolumeResponse.getDefaultInstance();
        });
    }

    @Override
    public void controllerGetVolume(
            ControllerGetVolumeRequest request, StreamObserver<ControllerGetVolumeResponse> reply) {
        Replies.send(
                reply,
                () -> ControllerGetVolumeResponse.newBuilder()
                        .setVolume(existing(request.getVolumeId()))
                        .setStatus(ControllerGetVolumeResponse.VolumeStatus.newBuilder()
                                .addPublishedNodeIds("n1"))
                        .build());
    }

    @Override
    public void listVolumes(ListVolumesRequest request, StreamObserver<ListVolumesResponse> reply) {
        Replies.send(reply, () -> {
            var response = ListVolumesResponse.newBuilder();
            var rest = volumes.tailMap(
                    request.getStartingToken() + (request.getStartingToken().isEmpty() ? "" : "\0"));
            rest.values().stream()
                    .limit(PAGE)
                    .forEach(volume -> response.addEntries(
                            ListVolumesResponse.Entry.newBuilder().setVolume(volume)));
            if (rest.size() > PAGE) {
                response.setNextToken(response.getEntries(PAGE - 1).getVolume().getVolumeId());
            }
            return response.build();
        });
    }

    @Override
    public void getCapacity(GetCapacityRequest request, StreamObserver<GetCapacityResponse> reply) {
        boolean here = HERE.getSegmentsMap()
                .entrySet()
                .containsAll(request.getAccessibleTopology().getSegmentsMap().entrySet());
        Replies.send(
                reply,
                () -> GetCapacityResponse.newBuilder()
                        .setAvailableCapacity(here ? 20L << 30 : 0)
                        .setMaximumVolumeSize(Int64Value.of(10L << 30))
                        .setMinimumVolumeSize(Int64Value.of(1L << 20))
                        .build());
    }

    @Override
    public void controllerExpandVolume(
            ControllerExpandVolumeRequest request, StreamObserver<ControllerExpandVolumeResponse> reply) {
        Replies.send(reply, () -> {
            CapacityRange range = request.getCapacityRange();
            Volume grown = existing(request.getVolumeId()).toBuilder()
                    .setCapacityBytes(range.getRequiredBytes())
                    .build();
            volumes.put(grown.getVolumeId(), grown);
            return ControllerExpandVolumeResponse.newBuilder()
                    .setCapacityBytes(grown.getCapacityBytes())
                    .setNodeExpansionRequired(true)
                    .build();
        });
    }

    @Override
    public void createSnapshot(CreateSnapshotRequest request, StreamObserver<CreateSnapshotResponse> reply) {
        Replies.send(reply, () -> {
            Snapshot snapshot = Snapshot.newBuilder()
                    .setSnapshotId("snap-" + request.getName())
                    .setSourceVolumeId(request.getSourceVolumeId())
                    .setSizeBytes(existing(request.getSourceVolumeId()).getCapacityBytes())
                    .setCreationTime(CREATED)
                    .setReadyToUse(true)
                    .build();
            snapshots.put(snapshot.getSnapshotId(), snapshot);
            return CreateSnapshotResponse.newBuilder().setSnapshot(snapshot).build();
        });
    }

    @Override
    public void deleteSnapshot(DeleteSnapshotRequest request, StreamObserver<DeleteSnapshotResponse> reply) {
        Replies.send(reply, () -> {
            snapshots.remove(request.getSnapshotId());
            return DeleteSnapshotResponse.getDefaultInstance();
        });
    }

    @Override
    public void getSnapshot(GetSnapshotRequest request, StreamObserver<GetSnapshotResponse> reply) {
        Replies.send(
                reply,
                () -> GetSnapshotResponse.newBuilder()
                        .setSnapshot(existingSnapshot(request.getSnapshotId()))
                        .build());
    }

    private Snapshot existingSnapshot(String id) {
        return Optional.ofNullable(snapshots.get(id))
                .orElseThrow(() -> Replies.refusal(Status.NOT_FOUND, "there is no snapshot '" + id + "'"));
    }

    @Override
    public void listSnapshots(ListSnapshotsRequest request, StreamObserver<ListSnapshotsResponse> reply) {
        Replies.send(reply, () -> {
            var response = ListSnapshotsResponse.newBuilder();
            var rest = snapshots
                    .tailMap(request.getStartingToken()
                            + (request.getStartingToken().isEmpty() ? "" : "\0"))
                    .values()
                    .stream()
                    .filter(snapshot -> request.getSourceVolumeId().isEmpty()
                            || snapshot.getSourceVolumeId().equals(request.getSourceVolumeId()))
                    .toList();
            rest.stream()
                    .limit(PAGE)
                    .forEach(snapshot -> response.addEntries(
                            ListSnapshotsResponse.Entry.newBuilder().setSnapshot(snapshot)));
            if (rest.size() > PAGE) {
                response.setNextToken(rest.get(PAGE - 1).getSnapshotId());
            }
            return response.build();
        });
    }
}
