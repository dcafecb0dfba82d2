package dev.zonal.csi.backend.local.content;

import dev.zonal.csi.backend.Catalogue;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/**
 * What a pool holds, in memory: filled before the pool serves, and told of each change when that is durable. Every
 * question is answered from here, without a lock and without the disk.
 */
public final class ObjectIndex {
    private final Catalogue known = new Catalogue();
    private final ConcurrentMap<SnapshotId, StoredSnapshot> stored = new ConcurrentHashMap<>();
    private final ConcurrentMap<VolumeId, Integer> snapshotCounts = new ConcurrentHashMap<>();
    private final DamagedObjects damaged;
    private final ChangeLog changes;

    /** @param changes told of each change once it can be seen here */
    public ObjectIndex(DamagedObjects damaged, ChangeLog changes) {
        this.damaged = damaged;
        this.changes = changes;
    }

    public void put(Volume volume) {
        known.put(volume);
        changes.record(volume.id());
    }

    public void remove(VolumeId id) {
        known.remove(id);
        changes.record(id);
    }

    public void put(StoredSnapshot snapshot) {
        SnapshotId id = snapshot.snapshot().id();
        stored.put(id, snapshot);
        if (known.put(snapshot.snapshot())) {
            snapshotCounts.merge(snapshot.snapshot().source(), 1, Integer::sum);
        }
        changes.record(id);
    }

    public void remove(SnapshotId id) {
        stored.remove(id);
        known.remove(id)
                .map(Snapshot::source)
                .ifPresent(source ->
                        snapshotCounts.computeIfPresent(source, (key, count) -> count > 1 ? count - 1 : null));
        changes.record(id);
    }

    public DamagedObjects damaged() {
        return damaged;
    }

    /** @throws StorageException.FailedPrecondition where it is there and can't be used */
    public Optional<Volume> volume(VolumeId id) {
        refuseDamaged(id.value());
        return known.volume(id);
    }

    /** @throws StorageException.FailedPrecondition where it is there and can't be used */
    public Optional<StoredSnapshot> snapshot(SnapshotId id) {
        refuseDamaged(id.value());
        return Optional.ofNullable(stored.get(id));
    }

    public List<Volume> volumes(Optional<VolumeId> after, int limit) {
        return known.volumes(after, limit);
    }

    public List<Snapshot> snapshots(Optional<SnapshotId> after, int limit) {
        return known.snapshots(after, limit);
    }

    public List<Snapshot> snapshotsOf(VolumeId source, Optional<SnapshotId> after, int limit) {
        return known.snapshotsOf(source, after, limit);
    }

    /** Those that can be used. */
    public Set<VolumeId> volumeIds() {
        return Set.copyOf(known.volumeIds());
    }

    /** Those that can be used. */
    public Set<SnapshotId> snapshotIds() {
        return Set.copyOf(known.snapshotIds());
    }

    /** Those that are known at this moment. */
    public Stream<VolumeId> knownVolumes() {
        return known.volumeIds().stream();
    }

    /** Those that are known at this moment. */
    public Stream<SnapshotId> knownSnapshots() {
        return known.snapshotIds().stream();
    }

    /** What the lists show of that id. */
    public Optional<Volume> listed(VolumeId id) {
        return known.volume(id);
    }

    /** What the lists show of that id. */
    public Optional<Snapshot> listed(SnapshotId id) {
        return known.snapshot(id);
    }

    /** Whether it is listed. */
    public boolean holds(VolumeId id) {
        return known.volume(id).isPresent();
    }

    public int volumeCount() {
        return known.volumeCount();
    }

    public int snapshotCount() {
        return known.snapshotCount();
    }

    /** How many there are of that volume, which may be gone. */
    public int snapshotCountOf(VolumeId source) {
        return snapshotCounts.getOrDefault(source, 0);
    }

    private void refuseDamaged(String id) {
        damaged.of(id).ifPresent(damage -> {
            throw damage.refusal();
        });
    }
}
