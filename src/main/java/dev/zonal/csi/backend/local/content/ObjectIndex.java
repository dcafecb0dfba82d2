package dev.zonal.csi.backend.local.content;

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
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * What a pool holds, in memory: filled before the pool serves, and told of each change when that is durable. Every
 * question is answered from here, without a lock and without the disk.
 */
public final class ObjectIndex {
    private final ConcurrentNavigableMap<VolumeId, Volume> volumes = new ConcurrentSkipListMap<>();
    private final ConcurrentNavigableMap<SnapshotId, StoredSnapshot> snapshots = new ConcurrentSkipListMap<>();
    private final ConcurrentNavigableMap<SourceKey, Snapshot> snapshotsBySource = new ConcurrentSkipListMap<>();
    private final ConcurrentMap<VolumeId, Integer> snapshotCounts = new ConcurrentHashMap<>();
    private final DamagedObjects damaged;

    public ObjectIndex(DamagedObjects damaged) {
        this.damaged = damaged;
    }

    public void put(Volume volume) {
        volumes.put(volume.id(), volume);
    }

    public void remove(VolumeId id) {
        volumes.remove(id);
    }

    public void put(StoredSnapshot stored) {
        Snapshot snapshot = stored.snapshot();
        snapshotsBySource.put(new SourceKey(snapshot.source(), Optional.of(snapshot.id())), snapshot);
        if (snapshots.put(snapshot.id(), stored) == null) {
            snapshotCounts.merge(snapshot.source(), 1, Integer::sum);
        }
    }

    public void remove(SnapshotId id) {
        Optional.ofNullable(snapshots.remove(id))
                .map(stored -> stored.snapshot().source())
                .ifPresent(source -> {
                    snapshotsBySource.remove(new SourceKey(source, Optional.of(id)));
                    snapshotCounts.computeIfPresent(source, (key, count) -> count > 1 ? count - 1 : null);
                });
    }

    public DamagedObjects damaged() {
        return damaged;
    }

    /** @throws StorageException.FailedPrecondition where it is there and can't be used */
    public Optional<Volume> volume(VolumeId id) {
        refuseDamaged(id.value());
        return Optional.ofNullable(volumes.get(id));
    }

    /** @throws StorageException.FailedPrecondition where it is there and can't be used */
    public Optional<StoredSnapshot> snapshot(SnapshotId id) {
        refuseDamaged(id.value());
        return Optional.ofNullable(snapshots.get(id));
    }

    public List<Volume> volumes(Optional<VolumeId> after, int limit) {
        return after.map(id -> volumes.tailMap(id, false)).orElse(volumes).values().stream()
                .limit(limit)
                .toList();
    }

    public List<Snapshot> snapshots(Optional<SnapshotId> after, int limit) {
        return after.map(id -> snapshots.tailMap(id, false)).orElse(snapshots).values().stream()
                .limit(limit)
                .map(StoredSnapshot::snapshot)
                .toList();
    }

    public List<Snapshot> snapshotsOf(VolumeId source, Optional<SnapshotId> after, int limit) {
        return snapshotsBySource.tailMap(new SourceKey(source, after), false).values().stream()
                .takeWhile(snapshot -> snapshot.source().equals(source))
                .limit(limit)
                .toList();
    }

    /** Those that can be used. */
    public Set<VolumeId> volumeIds() {
        return Set.copyOf(volumes.keySet());
    }

    /** Those that can be used. */
    public Set<SnapshotId> snapshotIds() {
        return Set.copyOf(snapshots.keySet());
    }

    /** Those that are known at this moment. */
    public Stream<VolumeId> knownVolumes() {
        return volumes.keySet().stream();
    }

    /** Those that are known at this moment. */
    public Stream<SnapshotId> knownSnapshots() {
        return snapshots.keySet().stream();
    }

    /** Whether it is listed. */
    public boolean holds(VolumeId id) {
        return volumes.containsKey(id);
    }

    public int volumeCount() {
        return volumes.size();
    }

    public int snapshotCount() {
        return snapshots.size();
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

    /** Without a snapshot: the place before all snapshots of that source. */
    private record SourceKey(VolumeId source, Optional<SnapshotId> snapshot) implements Comparable<SourceKey> {
        @Override
        public int compareTo(SourceKey other) {
            int bySource = source.compareTo(other.source);
            return bySource != 0 ? bySource : text().compareTo(other.text());
        }

        private String text() {
            return snapshot.map(SnapshotId::value).orElse("");
        }
    }
}
