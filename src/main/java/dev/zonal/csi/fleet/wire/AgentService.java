package dev.zonal.csi.fleet.wire;

import dev.zonal.csi.fleet.Agent;
import dev.zonal.csi.fleet.v1.AgentCreateSnapshotRequest;
import dev.zonal.csi.fleet.v1.AgentCreateVolumeRequest;
import dev.zonal.csi.fleet.v1.AgentDeleteSnapshotRequest;
import dev.zonal.csi.fleet.v1.AgentDeleteVolumeRequest;
import dev.zonal.csi.fleet.v1.AgentExpandVolumeRequest;
import dev.zonal.csi.fleet.v1.AgentGrpc;
import dev.zonal.csi.fleet.v1.AgentWatchRequest;
import dev.zonal.csi.fleet.v1.DeletionEffect;
import dev.zonal.csi.fleet.v1.Report;
import dev.zonal.csi.fleet.v1.SnapshotEffect;
import dev.zonal.csi.fleet.v1.VolumeEffect;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** The service Agent: an agent for controllers elsewhere. */
public final class AgentService extends AgentGrpc.AgentImplBase {
    private final Agent agent;

    public AgentService(Agent agent) {
        this.agent = agent;
    }

    /** It waits in {@code onNext} until the controller has taken what came before. */
    @Override
    public void agentWatch(AgentWatchRequest request, StreamObserver<Report> caller) {
        agent.watch(report -> caller.onNext(ReportMessages.message(report)));
    }

    @Override
    public void agentCreateVolume(AgentCreateVolumeRequest request, StreamObserver<VolumeEffect> caller) {
        send(caller, CommandMessages.ofVolume(agent.createVolume(read(() -> CommandMessages.newVolume(request)))));
    }

    @Override
    public void agentExpandVolume(AgentExpandVolumeRequest request, StreamObserver<VolumeEffect> caller) {
        VolumeId id = read(() -> new VolumeId(request.getVolumeId()));
        ByteSize capacity = read(() -> ByteSize.ofBytes(request.getCapacityBytes()));
        send(caller, CommandMessages.ofVolume(agent.expandVolume(id, capacity)));
    }

    @Override
    public void agentDeleteVolume(AgentDeleteVolumeRequest request, StreamObserver<DeletionEffect> caller) {
        VolumeId id = read(() -> new VolumeId(request.getVolumeId()));
        send(caller, CommandMessages.ofDeletion(agent.deleteVolume(id)));
    }

    @Override
    public void agentCreateSnapshot(AgentCreateSnapshotRequest request, StreamObserver<SnapshotEffect> caller) {
        send(
                caller,
                CommandMessages.ofSnapshot(agent.createSnapshot(read(() -> CommandMessages.newSnapshot(request)))));
    }

    @Override
    public void agentDeleteSnapshot(AgentDeleteSnapshotRequest request, StreamObserver<DeletionEffect> caller) {
        SnapshotId id = read(() -> new SnapshotId(request.getSnapshotId()));
        send(caller, CommandMessages.ofDeletion(agent.deleteSnapshot(id)));
    }

    private static <T> T read(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException unknown) {
            throw new StorageException.InvalidArgument("the agent can't read this command: " + unknown.getMessage());
        }
    }

    private static <T> void send(StreamObserver<T> caller, T answer) {
        caller.onNext(answer);
        caller.onCompleted();
    }
}
