package dev.zonal.csi.conformance;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All that there is, in one possible world: volumes and snapshots by id, and the paths of the node. Never changed. */
record State(
        SortedMap<String, ModelVolume> volumes,
        SortedMap<String, ModelSnapshot> snapshots,
        SortedMap<String, Spot> spots) {
    static final State EMPTY =
            new State(Collections.emptySortedMap(), Collections.emptySortedMap(), Collections.emptySortedMap());

    /** For the filesystem's own metadata and the pool's records. */
    private static final long SLACK = 8 * World.MEBIBYTE;

    Optional<ModelVolume> volume(String id) {
        return Optional.ofNullable(volumes.get(id));
    }

    Optional<ModelSnapshot> snapshot(String id) {
        return Optional.ofNullable(snapshots.get(id));
    }

    Optional<ModelVolume> volumeNamed(String name) {
        return volumes.values().stream()
                .filter(volume -> volume.name().equals(name))
                .findFirst();
    }

    Optional<ModelSnapshot> snapshotNamed(String name) {
        return snapshots.values().stream()
                .filter(snapshot -> snapshot.name().equals(name))
                .findFirst();
    }

    Optional<Spot> spot(String path) {
        return Optional.ofNullable(spots.get(path));
    }

    /** Where the volume is mounted, staged or published. */
    List<String> mountsOf(String id) {
        return spots.entrySet().stream()
                .filter(entry -> entry.getValue().shows(id))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Where the volume is shown as a raw device, or else with its filesystem. */
    List<String> mountsOf(String id, boolean node) {
        return mountsOf(id).stream()
                .filter(path -> requireNonNull(spots.get(path)).node() == node)
                .toList();
    }

    /** Whether something that is not that volume is mounted at the path. */
    boolean holdsOther(String path, String id) {
        return spot(path).filter(spot -> spot.isMounted() && !spot.shows(id)).isPresent();
    }

    State with(ModelVolume volume) {
        return new State(with(volumes, volume.id(), volume), snapshots, spots);
    }

    State withoutVolume(String id) {
        return new State(without(volumes, id), snapshots, spots);
    }

    State with(ModelSnapshot snapshot) {
        return new State(volumes, with(snapshots, snapshot.id(), snapshot), spots);
    }

    State withoutSnapshot(String id) {
        return new State(volumes, without(snapshots, id), spots);
    }

    State with(String path, Spot spot) {
        return new State(volumes, snapshots, with(spots, path, spot));
    }

    State withoutSpot(String path) {
        return new State(volumes, snapshots, without(spots, path));
    }

    /** What the pool can promise at most. */
    long mostFree(String pool) {
        long promised = volumes.values().stream()
                .filter(volume -> volume.pool().equals(pool))
                .mapToLong(ModelVolume::size)
                .sum();
        return Math.max(0, requireNonNull(World.POOL_BYTES.get(pool)) - promised);
    }

    /** What it can promise for certain: a snapshot holds what was written, and nobody knows how that lies on the disk. */
    long leastFree(String pool) {
        long held = snapshots.values().stream()
                .filter(snapshot -> snapshot.pool().equals(pool))
                .mapToLong(snapshot -> snapshot.carried().heldBytes())
                .sum();
        return Math.max(0, mostFree(pool) - held - SLACK - heldBack(pool));
    }

    /** What the pool may have to keep for its filesystem: docs/space.md. */
    private long heldBack(String pool) {
        int objects = volumes.size() + snapshots.size() + 1;
        return requireNonNull(World.POOL_BYTES.get(pool)) / 128 + objects * (32L << 10) + (8 << 20);
    }

    private static <V> SortedMap<String, V> with(SortedMap<String, V> map, String key, V value) {
        SortedMap<String, V> copy = new TreeMap<>(map);
        copy.put(key, value);
        return Collections.unmodifiableSortedMap(copy);
    }

    private static <V> SortedMap<String, V> without(SortedMap<String, V> map, String key) {
        SortedMap<String, V> copy = new TreeMap<>(map);
        copy.remove(key);
        return Collections.unmodifiableSortedMap(copy);
    }
}
