package dev.zonal.csi.fleet.wire;

import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.fleet.Agent;
import dev.zonal.csi.fleet.AgentSession;
import dev.zonal.csi.fleet.Effect;
import dev.zonal.csi.fleet.HomeCapacity;
import dev.zonal.csi.fleet.Report;
import dev.zonal.csi.metrics.CallMetrics;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.server.CallGuard;
import dev.zonal.csi.server.ServerThreads;
import dev.zonal.csi.server.SocketServer;
import io.grpc.BindableService;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** An agent of one's own making behind a real socket, and a session with it. */
final class ServedAgent implements Agent, AutoCloseable {
    private final ServerThreads threads = new ServerThreads();
    private final ServerThreads ofController = new ServerThreads();
    private final SocketServer server;
    private final AgentSession session;
    private final List<Object> received = new ArrayList<>();
    private volatile Runnable work = () -> {};
    private volatile Optional<Duration> remaining = Optional.empty();
    private volatile List<Report> reports = List.of();

    ServedAgent(Path socket) {
        this(socket, Optional.empty());
    }

    /** @param instead what is served in the place of the agent */
    ServedAgent(Path socket, Optional<BindableService> instead) {
        CallGuard guard = new CallGuard(new CallMetrics(new PrometheusRegistry()), threads, 10, Duration.ofMinutes(1));
        server = SocketServer.start(socket, threads, guard, List.of(instead.orElseGet(() -> new AgentService(this))));
        session = new AgentDialer("n1", new ControlAddress.Unix(socket), ofController.eventLoop()).dial();
    }

    AgentSession session() {
        return session;
    }

    /** What it does with each command. */
    void does(Runnable effect) {
        work = effect;
    }

    /** What it tells whoever follows it, and then ends. */
    void tells(List<Report> told) {
        reports = List.copyOf(told);
    }

    /** The commands, as they arrived. */
    List<Object> received() {
        return List.copyOf(received);
    }

    void remaining(Optional<Duration> left) {
        remaining = left;
    }

    Optional<Duration> remaining() {
        return remaining;
    }

    /** Its process ends in the middle of what it does. */
    void cutOff() {
        server.stop(Duration.ZERO);
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("not within 20 s");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> Effect<T> effect(Object command, T result) {
        received.add(command);
        work.run();
        return new Effect<>(result, 7, HomeCapacity.NONE);
    }

    @Override
    public Effect<Volume> createVolume(NewVolume volume) {
        return effect(
                volume,
                new Volume(
                        volume.id(),
                        volume.name(),
                        volume.capacity(),
                        volume.capabilities(),
                        volume.parameters(),
                        volume.source(),
                        new Contents.Formatted(FilesystemType.XFS),
                        Instant.EPOCH,
                        List.of(),
                        volume.claim()));
    }

    @Override
    public Effect<Volume> expandVolume(VolumeId id, ByteSize capacity) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Effect<VolumeId> deleteVolume(VolumeId id) {
        return effect(id, id);
    }

    @Override
    public Effect<Snapshot> createSnapshot(NewSnapshot snapshot) {
        return effect(
                snapshot,
                new Snapshot(
                        snapshot.id(),
                        snapshot.name(),
                        snapshot.source(),
                        ByteSize.ZERO,
                        Consistency.FROZEN,
                        new Contents.Raw(),
                        Instant.EPOCH,
                        false,
                        List.of(),
                        snapshot.volumeSnapshot()));
    }

    @Override
    public Effect<SnapshotId> deleteSnapshot(SnapshotId id) {
        return effect(id, id);
    }

    @Override
    public void watch(Consumer<Report> follower) {
        reports.forEach(follower);
        work.run();
        throw new dev.zonal.csi.model.StorageException.Unavailable("that is all");
    }

    @Override
    public void close() {
        session.close();
        server.stop(Duration.ofSeconds(10));
        threads.close();
        ofController.close();
    }
}
