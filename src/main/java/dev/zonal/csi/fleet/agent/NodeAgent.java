package dev.zonal.csi.fleet.agent;

import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.concurrent.Claim;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.fleet.Agent;
import dev.zonal.csi.fleet.Effect;
import dev.zonal.csi.fleet.Report;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The pools of this node for any number of controllers, under the locks that the node's own use cases take. */
public final class NodeAgent implements Agent, AutoCloseable {
    private final Identity identity;
    private final LocalBackend backend;
    private final Operations operations;
    private volatile boolean closed;

    /** Who an agent is, for its first word. */
    public record Identity(String node, String driver, String version) {}

    public NodeAgent(Identity identity, LocalBackend backend, Operations operations) {
        this.identity = identity;
        this.backend = backend;
        this.operations = operations;
    }

    @Override
    public Effect<Volume> createVolume(NewVolume volume) {
        List<Claim> claims = new ArrayList<>();
        claims.add(Claim.exclusive(volume.id()));
        volume.source().map(ContentSource::id).map(Claim::shared).ifPresent(claims::add);
        return effect(volume.id().home(), claims, () -> backend.createVolume(volume));
    }

    @Override
    public Effect<Volume> expandVolume(VolumeId id, ByteSize capacity) {
        return effect(id.home(), List.of(Claim.exclusive(id)), () -> backend.expandVolume(id, capacity));
    }

    @Override
    public Effect<VolumeId> deleteVolume(VolumeId id) {
        return effect(id.home(), List.of(Claim.exclusive(id)), () -> {
            backend.deleteVolume(id);
            return id;
        });
    }

    @Override
    public Effect<Snapshot> createSnapshot(NewSnapshot snapshot) {
        return effect(
                snapshot.id().home(),
                List.of(Claim.exclusive(snapshot.id()), Claim.shared(snapshot.source())),
                () -> backend.createSnapshot(snapshot));
    }

    @Override
    public Effect<SnapshotId> deleteSnapshot(SnapshotId id) {
        return effect(id.home(), List.of(Claim.exclusive(id)), () -> {
            backend.deleteSnapshot(id);
            return id;
        });
    }

    /** The count of changes is taken while the object is still claimed: what changes it next has a later one. */
    private <T> Effect<T> effect(HomeId home, List<Claim> claims, Supplier<T> work) {
        return operations.run(home, claims, () -> {
            T result = work.get();
            return new Effect<>(result, backend.changes().revision(), HomeReports.capacity(backend, home));
        });
    }

    @Override
    public void watch(Consumer<Report> follower) {
        new Following(identity, backend, follower, () -> closed).run();
    }

    /** Ends what is followed; commands go on. */
    @Override
    public void close() {
        closed = true;
        backend.changes().nudge();
    }
}
