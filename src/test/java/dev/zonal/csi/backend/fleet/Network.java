package dev.zonal.csi.backend.fleet;

import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.fleet.Agent;
import dev.zonal.csi.fleet.AgentSession;
import dev.zonal.csi.fleet.Effect;
import dev.zonal.csi.fleet.Report;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A network between controllers and one agent, without a wire, that a test takes away, or lets lose answers. */
final class Network implements AgentSession.Dialer {
    private final Supplier<Agent> agent;
    private final AtomicInteger answersToLose = new AtomicInteger();
    private volatile boolean up = true;
    private volatile Consumer<Report> beforeEachReport = _ -> {};

    Network(Supplier<Agent> agent) {
        this.agent = agent;
    }

    void up(boolean there) {
        up = there;
    }

    /** The next commands are done, and nobody hears of it. */
    void loseAnswers(int count) {
        answersToLose.set(count);
    }

    /** Called on the way of each report to a controller: a test may wait there. */
    void beforeEachReport(Consumer<Report> hook) {
        beforeEachReport = hook;
    }

    @Override
    public AgentSession dial() {
        return new Session();
    }

    private final class Session implements AgentSession {
        private volatile boolean closed;

        @Override
        public Effect<Volume> createVolume(NewVolume volume) {
            return carried(() -> agent.get().createVolume(volume));
        }

        @Override
        public Effect<Volume> expandVolume(VolumeId id, ByteSize capacity) {
            return carried(() -> agent.get().expandVolume(id, capacity));
        }

        @Override
        public Effect<VolumeId> deleteVolume(VolumeId id) {
            return carried(() -> agent.get().deleteVolume(id));
        }

        @Override
        public Effect<Snapshot> createSnapshot(NewSnapshot snapshot) {
            return carried(() -> agent.get().createSnapshot(snapshot));
        }

        @Override
        public Effect<SnapshotId> deleteSnapshot(SnapshotId id) {
            return carried(() -> agent.get().deleteSnapshot(id));
        }

        private <T> T carried(Supplier<T> command) {
            requireUp();
            T answer = command.get();
            if (answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new StorageException.OutcomeUnknown("its answer is missing", new IOException("lost"));
            }
            return answer;
        }

        @Override
        public void watch(Consumer<Report> follower) {
            requireUp();
            agent.get().watch(report -> {
                beforeEachReport.accept(report);
                requireUp();
                follower.accept(report);
            });
        }

        private void requireUp() {
            if (!up || closed) {
                throw new StorageException.Unavailable("no route to host");
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
