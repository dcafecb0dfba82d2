package dev.zonal.csi.bench.fleet;

import dev.zonal.csi.backend.Capacity;
import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.fleet.Agent;
import dev.zonal.csi.fleet.Effect;
import dev.zonal.csi.fleet.HomeCapacity;
import dev.zonal.csi.fleet.HomeReport;
import dev.zonal.csi.fleet.Report;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The agent of one node, with so many volumes and snapshots that were never made. */
final class SimulatedAgent implements Agent {
    private static final ByteSize SIZE = ByteSize.ofGibibytes(1);
    private static final HomeCapacity ROOM = new HomeCapacity(capacity(), capacity());
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
    private static final int BEAT_SECONDS = 5;

    private final String node;
    private final HomeId home;
    private final Topology place;
    private final int objects;
    private final CountDownLatch closed;
    private final AtomicLong revision = new AtomicLong(1);

    /** @param objects half of them volumes, and a snapshot of each */
    SimulatedAgent(String node, HomeId home, int objects, CountDownLatch closed) {
        this.node = node;
        this.home = home;
        this.place = Topology.of(Map.of(SimulatedFleet.NODE_KEY, node, SimulatedFleet.ZONE_KEY, "a"));
        this.objects = objects;
        this.closed = closed;
    }

    private static Capacity capacity() {
        return new Capacity(ByteSize.ofGibibytes(1000), ByteSize.ofGibibytes(1000), ByteSize.ofMebibytes(1));
    }

    @Override
    public void watch(Consumer<Report> follower) {
        long now = revision.get();
        follower.accept(new Report.Hello(now, node, SimulatedFleet.DRIVER, "simulated"));
        Home here = new Home(home, "default", place);
        follower.accept(new Report.Homes(
                now, List.of(new HomeReport(here, true, new HomeState.Serving("default"), ROOM, Map.of(), Map.of()))));
        follower.accept(new Report.Objects(
                now,
                IntStream.range(0, objects / 2).mapToObj(this::volume).toList(),
                IntStream.range(0, objects / 2).mapToObj(this::snapshot).toList(),
                List.of()));
        follower.accept(new Report.Complete(now, home));
        try {
            while (!closed.await(BEAT_SECONDS, TimeUnit.SECONDS)) {
                Deadline.current().checkpoint();
                follower.accept(new Report.Beat(revision.get()));
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        throw new StorageException.Unavailable("the simulation is over");
    }

    private Volume volume(int number) {
        String name = "pvc-" + node + "-" + number;
        return new Volume(
                VolumeId.of(name, home),
                name,
                SIZE,
                Set.of(),
                VolumeParameters.DEFAULT,
                Optional.empty(),
                new Contents.Formatted(FilesystemType.EXT4),
                CREATED,
                List.of(place),
                Optional.of(new KubernetesObject("namespace-" + number, "claim-of-" + node)));
    }

    private Snapshot snapshot(int number) {
        String name = "snapshot-" + node + "-" + number;
        return new Snapshot(
                SnapshotId.of(name, home),
                name,
                volume(number).id(),
                SIZE,
                Consistency.SYNCED,
                new Contents.Formatted(FilesystemType.EXT4),
                CREATED,
                true,
                List.of(place),
                Optional.of(new KubernetesObject("namespace-" + number, "snapshot-of-" + node)));
    }

    private <T> Effect<T> effect(T result) {
        return new Effect<>(result, revision.incrementAndGet(), ROOM);
    }

    @Override
    public Effect<Volume> createVolume(NewVolume asked) {
        return effect(new Volume(
                asked.id(),
                asked.name(),
                asked.capacity(),
                asked.capabilities(),
                asked.parameters(),
                asked.source(),
                new Contents.Blank(),
                CREATED,
                List.of(place),
                asked.claim()));
    }

    @Override
    public Effect<VolumeId> deleteVolume(VolumeId id) {
        return effect(id);
    }

    @Override
    public Effect<Volume> expandVolume(VolumeId id, ByteSize capacity) {
        throw new StorageException.Unimplemented("the simulated agents do not expand");
    }

    @Override
    public Effect<Snapshot> createSnapshot(NewSnapshot asked) {
        throw new StorageException.Unimplemented("the simulated agents do not cut");
    }

    @Override
    public Effect<SnapshotId> deleteSnapshot(SnapshotId id) {
        return effect(id);
    }
}
