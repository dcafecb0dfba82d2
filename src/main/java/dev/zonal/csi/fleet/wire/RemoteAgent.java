package dev.zonal.csi.fleet.wire;

import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.fleet.AgentSession;
import dev.zonal.csi.fleet.Effect;
import dev.zonal.csi.fleet.Report;
import dev.zonal.csi.fleet.v1.AgentDeleteSnapshotRequest;
import dev.zonal.csi.fleet.v1.AgentDeleteVolumeRequest;
import dev.zonal.csi.fleet.v1.AgentExpandVolumeRequest;
import dev.zonal.csi.fleet.v1.AgentGrpc;
import dev.zonal.csi.fleet.v1.AgentGrpc.AgentBlockingStub;
import dev.zonal.csi.fleet.v1.AgentWatchRequest;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** An agent over one connection; its caller's virtual thread waits for each answer. */
final class RemoteAgent implements AgentSession {
    private static final Duration LONGEST_HEAD_START = Duration.ofMillis(200);

    private final String node;
    private final ManagedChannel channel;
    private final AgentBlockingStub stub;

    RemoteAgent(String node, ManagedChannel channel) {
        this.node = node;
        this.channel = channel;
        this.stub = AgentGrpc.newBlockingStub(channel);
    }

    @Override
    public Effect<Volume> createVolume(NewVolume volume) {
        return call(agent -> CommandMessages.effect(agent.agentCreateVolume(CommandMessages.message(volume))));
    }

    @Override
    public Effect<Volume> expandVolume(VolumeId id, ByteSize capacity) {
        AgentExpandVolumeRequest request = AgentExpandVolumeRequest.newBuilder()
                .setVolumeId(id.value())
                .setCapacityBytes(capacity.bytes())
                .build();
        return call(agent -> CommandMessages.effect(agent.agentExpandVolume(request)));
    }

    @Override
    public Effect<VolumeId> deleteVolume(VolumeId id) {
        AgentDeleteVolumeRequest request =
                AgentDeleteVolumeRequest.newBuilder().setVolumeId(id.value()).build();
        return call(agent -> CommandMessages.effect(agent.agentDeleteVolume(request), id));
    }

    @Override
    public Effect<Snapshot> createSnapshot(NewSnapshot snapshot) {
        return call(agent -> CommandMessages.effect(agent.agentCreateSnapshot(CommandMessages.message(snapshot))));
    }

    @Override
    public Effect<SnapshotId> deleteSnapshot(SnapshotId id) {
        AgentDeleteSnapshotRequest request = AgentDeleteSnapshotRequest.newBuilder()
                .setSnapshotId(id.value())
                .build();
        return call(agent -> CommandMessages.effect(agent.agentDeleteSnapshot(request), id));
    }

    /** The deadline of the caller goes along, a little early: so there is time to tell him which node did not answer. */
    private <R> R call(Function<AgentBlockingStub, R> command) {
        AgentBlockingStub limited = Deadline.current()
                .remaining()
                .map(remaining -> stub.withDeadlineAfter(early(remaining).toNanos(), TimeUnit.NANOSECONDS))
                .orElse(stub);
        try {
            return command.apply(limited);
        } catch (StatusRuntimeException failed) {
            throw AgentFailure.of(failed, "node '" + node + "': ");
        } catch (IllegalArgumentException unknown) {
            throw new StorageException.OutcomeUnknown(
                    "node '" + node + "' has answered what this controller can't read; upgrade the controller",
                    unknown);
        }
    }

    private static Duration early(Duration remaining) {
        Duration tenth = remaining.dividedBy(10);
        return remaining.minus(tenth.compareTo(LONGEST_HEAD_START) < 0 ? tenth : LONGEST_HEAD_START);
    }

    @Override
    public void watch(Consumer<Report> follower) {
        try {
            Iterator<dev.zonal.csi.fleet.v1.Report> reports = stub.agentWatch(AgentWatchRequest.getDefaultInstance());
            while (reports.hasNext()) {
                ReportMessages.report(reports.next()).ifPresent(follower);
            }
        } catch (StatusRuntimeException failed) {
            throw AgentFailure.of(failed, "");
        } catch (IllegalArgumentException unknown) {
            throw new StorageException.Unavailable(
                    "it says what this controller can't read; upgrade the controller", unknown);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
