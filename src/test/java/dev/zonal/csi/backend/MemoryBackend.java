package dev.zonal.csi.backend;

import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.ObjectId;
import dev.zonal.csi.model.Sizing;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A backend in memory, for tests: several homes, each with room for so much, and data in volumes and snapshots. */
public final class MemoryBackend implements StorageBackend {
    private static final ByteSize SMALLEST = ByteSize.ofMebibytes(1);

    private final Map<HomeId, Room> rooms = new LinkedHashMap<>();
    private final NavigableMap<VolumeId, Volume> volumes = new TreeMap<>();
    private final NavigableMap<SnapshotId, Snapshot> snapshots = new TreeMap<>();
    private final Map<ObjectId, String> data = new HashMap<>();
    private final Map<HomeId, HomeState> states = new HashMap<>();
    private final Set<VolumeId> inUse = new HashSet<>();
    private Set<Feature> features = Feature.OF_POOLS;
    private boolean cutIsReady = true;
    private Runnable beforeEachChange = () -> {};
    private Instant now = Instant.parse("2026-05-04T03:02:01Z");

    private record Room(Home home, ByteSize size) {}

    /** Adds a home; its volumes together may be as large as {@code size}. */
    public synchronized MemoryBackend with(Home home, ByteSize size) {
        rooms.put(home.id(), new Room(home, size));
        return this;
    }

    /** Called at the start of every change, outside of the backend's own lock: a test may wait there, or throw. */
    public void beforeEachChange(Runnable hook) {
        beforeEachChange = hook;
    }

    /** What it offers from now on. */
    public synchronized void offer(Set<Feature> offered) {
        features = Set.copyOf(offered);
    }

    /** Whether snapshots are ready as soon as they are cut. */
    public synchronized void cutIsReady(boolean ready) {
        cutIsReady = ready;
    }

    @Override
    public synchronized Set<Feature> features() {
        return features;
    }

    /** What a workload does. */
    public synchronized void write(VolumeId id, String text) {
        data.put(id, text);
    }

    public synchronized String read(VolumeId id) {
        return data.getOrDefault(id, "");
    }

    /** What a node does. */
    public synchronized void setInUse(VolumeId id, boolean used) {
        if (used) {
            inUse.add(id);
        } else {
            inUse.remove(id);
        }
    }

    public synchronized void recordContents(VolumeId id, Contents contents) {
        volumes.computeIfPresent(id, (_, volume) -> volume.withContents(contents));
    }

    @Override
    public synchronized List<Home> homes() {
        return rooms.values().stream().map(Room::home).toList();
    }

    @Override
    public synchronized Optional<HomeState> state(HomeId home) {
        return Optional.ofNullable(states.get(home))
                .or(() -> Optional.ofNullable(rooms.get(home))
                        .map(room -> new HomeState.Serving(room.home().pool())));
    }

    @Override
    public synchronized Optional<String> abnormal(VolumeId id) {
        return Optional.ofNullable(states.get(id.home())).map(HomeState::sentence);
    }

    /** What becomes of a home: from now on whatever needs it is refused. */
    public synchronized void become(HomeId home, HomeState state) {
        states.put(home, state);
    }

    private void refuseUnusable(HomeId home) {
        state(home).filter(state -> !(state instanceof HomeState.Serving)).ifPresent(state -> {
            throw state.refusal();
        });
    }

    @Override
    public synchronized Capacity capacity(HomeId home, VolumeParameters parameters) {
        if (states.containsKey(home)) {
            return Capacity.NONE;
        }
        Room room = room(home);
        ByteSize available = room.size().minusOrZero(taken(home)).roundedDownTo(Sizing.BLOCK);
        return new Capacity(available, ByteSize.min(available, Sizing.LARGEST), SMALLEST);
    }

    private Room room(HomeId home) {
        return Optional.ofNullable(rooms.get(home)).orElseThrow(() -> new StorageException.NotFound("no home " + home));
    }

    private ByteSize taken(HomeId home) {
        return volumes.values().stream()
                .filter(volume -> volume.id().home().equals(home))
                .map(Volume::capacity)
                .reduce(ByteSize.ZERO, ByteSize::plus);
    }

    @Override
    public synchronized Optional<Volume> volume(VolumeId id) {
        return Optional.ofNullable(volumes.get(id));
    }

    @Override
    public synchronized List<Volume> volumes(Optional<VolumeId> after, int limit) {
        return after.map(id -> volumes.tailMap(id, false)).orElse(volumes).values().stream()
                .limit(limit)
                .toList();
    }

    @Override
    public Volume createVolume(NewVolume asked) {
        beforeEachChange.run();
        refuseUnusable(asked.id().home());
        synchronized (this) {
            if (volumes.containsKey(asked.id())) {
                return volumes.get(asked.id());
            }
            if (SMALLEST.isMoreThan(asked.capacity())) {
                throw new StorageException.OutOfRange("a volume has at least " + SMALLEST);
            }
            Contents contents =
                    asked.source().map(source -> contents(source, asked)).orElseGet(Contents.Blank::new);
            requireRoom(asked.id().home(), asked.capacity());
            Volume volume = new Volume(
                    asked.id(),
                    asked.name(),
                    asked.capacity(),
                    asked.capabilities(),
                    asked.parameters(),
                    asked.source(),
                    contents,
                    tick(),
                    room(asked.id().home()).home().accessibleFrom(),
                    asked.claim());
            asked.source().map(ContentSource::id).map(data::get).ifPresent(text -> data.put(asked.id(), text));
            volumes.put(asked.id(), volume);
            return volume;
        }
    }

    private void requireRoom(HomeId home, ByteSize more) {
        if (!hasRoom(home, more)) {
            throw new StorageException.ResourceExhausted("no room for " + more + " on " + home);
        }
    }

    private boolean hasRoom(HomeId home, ByteSize more) {
        return !more.isMoreThan(capacity(home, VolumeParameters.DEFAULT).available());
    }

    private Contents contents(ContentSource source, NewVolume asked) {
        ByteSize size = switch (source) {
            case ContentSource.FromSnapshot(var id) -> snapshotHere(id).size();
            case ContentSource.FromVolume(var id) -> volumeHere(id).capacity();
        };
        if (size.isMoreThan(asked.capacity())) {
            throw new StorageException.OutOfRange("smaller than the source");
        }
        return switch (source) {
            case ContentSource.FromSnapshot(var id) -> snapshotHere(id).contents();
            case ContentSource.FromVolume(var id) -> volumeHere(id).contents();
        };
    }

    private Volume volumeHere(VolumeId id) {
        return volume(id).orElseThrow(() -> new StorageException.NotFound("no volume " + id));
    }

    private Snapshot snapshotHere(SnapshotId id) {
        return snapshot(id).orElseThrow(() -> new StorageException.NotFound("no snapshot " + id));
    }

    private Instant tick() {
        now = now.plusSeconds(1);
        return now;
    }

    @Override
    public void deleteVolume(VolumeId id) {
        beforeEachChange.run();
        refuseUnusable(id.home());
        synchronized (this) {
            if (inUse.contains(id)) {
                throw new StorageException.FailedPrecondition(id + " is in use");
            }
            volumes.remove(id);
            data.remove(id);
        }
    }

    @Override
    public Volume expandVolume(VolumeId id, ByteSize capacity) {
        beforeEachChange.run();
        refuseUnusable(id.home());
        synchronized (this) {
            Volume volume = volumeHere(id);
            if (capacity.isMoreThan(volume.capacity())) {
                ByteSize more = capacity.minusOrZero(volume.capacity());
                if (!hasRoom(id.home(), more)) {
                    throw new StorageException.OutOfRange("no room for " + more + " on " + id.home());
                }
                volumes.put(id, volume.withCapacity(capacity));
            }
            return volumeHere(id);
        }
    }

    @Override
    public synchronized Optional<Snapshot> snapshot(SnapshotId id) {
        return Optional.ofNullable(snapshots.get(id));
    }

    @Override
    public synchronized List<Snapshot> snapshots(Optional<SnapshotId> after, int limit) {
        return after.map(id -> snapshots.tailMap(id, false)).orElse(snapshots).values().stream()
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Snapshot> snapshotsOf(VolumeId source, Optional<SnapshotId> after, int limit) {
        return snapshots(after, Integer.MAX_VALUE).stream()
                .filter(snapshot -> snapshot.source().equals(source))
                .sorted(Comparator.comparing(Snapshot::id))
                .limit(limit)
                .toList();
    }

    @Override
    public Snapshot createSnapshot(NewSnapshot asked) {
        beforeEachChange.run();
        refuseUnusable(asked.id().home());
        synchronized (this) {
            if (snapshots.containsKey(asked.id())) {
                return snapshots.get(asked.id());
            }
            Volume source = volumeHere(asked.source());
            Snapshot snapshot = new Snapshot(
                    asked.id(),
                    asked.name(),
                    asked.source(),
                    source.capacity(),
                    asked.consistency(),
                    source.contents(),
                    tick(),
                    cutIsReady,
                    source.accessibleFrom(),
                    asked.volumeSnapshot());
            Optional.ofNullable(data.get(source.id())).ifPresent(text -> data.put(asked.id(), text));
            snapshots.put(asked.id(), snapshot);
            return snapshot;
        }
    }

    @Override
    public void deleteSnapshot(SnapshotId id) {
        beforeEachChange.run();
        refuseUnusable(id.home());
        synchronized (this) {
            snapshots.remove(id);
            data.remove(id);
        }
    }
}
