package dev.zonal.csi.backend;

import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Volumes and snapshots as an index in memory, in the order of their ids. Asked and changed by many at once. */
public final class Catalogue {
    private final ConcurrentNavigableMap<VolumeId, Volume> volumes = new ConcurrentSkipListMap<>();
    private final ConcurrentNavigableMap<SnapshotId, Snapshot> snapshots = new ConcurrentSkipListMap<>();
    private final ConcurrentNavigableMap<SourceKey, Snapshot> bySource = new ConcurrentSkipListMap<>();

    public void put(Volume volume) {
        volumes.put(volume.id(), volume);
    }

    public void remove(VolumeId id) {
        volumes.remove(id);
    }

    /** @return whether it was not there before */
    public boolean put(Snapshot snapshot) {
        bySource.put(SourceKey.of(snapshot), snapshot);
        return snapshots.put(snapshot.id(), snapshot) == null;
    }

    /** @return what it was; empty where it was not there */
    public Optional<Snapshot> remove(SnapshotId id) {
        Optional<Snapshot> removed = Optional.ofNullable(snapshots.remove(id));
        removed.map(SourceKey::of).ifPresent(bySource::remove);
        return removed;
    }

    public Optional<Volume> volume(VolumeId id) {
        return Optional.ofNullable(volumes.get(id));
    }

    public Optional<Snapshot> snapshot(SnapshotId id) {
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
                .toList();
    }

    public List<Snapshot> snapshotsOf(VolumeId source, Optional<SnapshotId> after, int limit) {
        return bySource.tailMap(new SourceKey(source, after), false).values().stream()
                .takeWhile(snapshot -> snapshot.source().equals(source))
                .limit(limit)
                .toList();
    }

    /** Those that are there at any moment. */
    public Set<VolumeId> volumeIds() {
        return Collections.unmodifiableSet(volumes.keySet());
    }

    /** Those that are there at any moment. */
    public Set<SnapshotId> snapshotIds() {
        return Collections.unmodifiableSet(snapshots.keySet());
    }

    public int volumeCount() {
        return volumes.size();
    }

    public int snapshotCount() {
        return snapshots.size();
    }

    /** Without a snapshot: the place before all snapshots of that source. */
    private record SourceKey(VolumeId source, Optional<SnapshotId> snapshot) implements Comparable<SourceKey> {
        static SourceKey of(Snapshot snapshot) {
            return new SourceKey(snapshot.source(), Optional.of(snapshot.id()));
        }

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
