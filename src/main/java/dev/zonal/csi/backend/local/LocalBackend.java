package dev.zonal.csi.backend.local;

import dev.zonal.csi.backend.Capacity;
import dev.zonal.csi.backend.Feature;
import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.backend.StorageBackend;
import dev.zonal.csi.backend.VolumeDevices;
import dev.zonal.csi.backend.local.content.ChangeLog;
import dev.zonal.csi.backend.local.content.StoredSnapshot;
import dev.zonal.csi.backend.local.pool.OpenPool;
import dev.zonal.csi.backend.local.pool.Pool;
import dev.zonal.csi.backend.local.pool.PoolOpening;
import dev.zonal.csi.backend.local.pool.PoolSpec;
import dev.zonal.csi.backend.local.volume.AttachedVolumes;
import dev.zonal.csi.backend.local.volume.LocalVolumes;
import dev.zonal.csi.concurrent.FaultDomains;
import dev.zonal.csi.maintenance.Housekeeping;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.ObjectId;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The pools of this node as one backend: sends each call to the pool that the id names. What one pool meets stops no call on
 * another.
 */
public final class LocalBackend implements StorageBackend, VolumeDevices, FaultDomains, AutoCloseable {
    private final List<Pool> pools;
    private final AttachedVolumes attached;
    private final ChangeLog changes;
    private final long maximumVolumes;

    /**
     * @param pools started, in the order of the configuration; closed with this backend
     * @param attached what is attached on this node, of these pools and of others
     * @param changes what becomes of the objects of these pools
     * @param maximumVolumes how many volumes the node can have attached at once; 0 where there is no limit to name
     */
    LocalBackend(List<Pool> pools, AttachedVolumes attached, ChangeLog changes, long maximumVolumes) {
        this.pools = List.copyOf(pools);
        this.attached = attached;
        this.changes = changes;
        this.maximumVolumes = maximumVolumes;
    }

    /** Opens the pools, one after the other, on the caller's thread; nobody looks at them afterwards. */
    public static LocalBackend open(PoolOpening opening, List<PoolSpec> specs, long maximumVolumes) {
        return PoolStart.inline(opening).start(specs, maximumVolumes);
    }

    /** The search of the serving pools for what an accident left. */
    public Housekeeping housekeeping() {
        return new LocalHousekeeping(pools);
    }

    /** The pools, for metrics, diagnosis and reports. */
    public List<Pool> pools() {
        return pools;
    }

    /** What has changed in them, for whoever follows. */
    public ChangeLog changes() {
        return changes;
    }

    @Override
    public Set<Feature> features() {
        return Feature.OF_POOLS;
    }

    @Override
    public List<Home> homes() {
        return pools.stream().map(Pool::home).toList();
    }

    @Override
    public Optional<HomeState> state(HomeId home) {
        return named(home).or(this::unknown).map(Pool::state);
    }

    @Override
    public boolean has(HomeId home) {
        return known(home).isPresent();
    }

    @Override
    public RuntimeException explained(HomeId home, RuntimeException failure) {
        return known(home).map(pool -> pool.explained(failure)).orElse(failure);
    }

    @Override
    public Optional<String> abnormal(VolumeId id) {
        return known(id.home())
                .flatMap(pool -> pool.state() instanceof HomeState.Serving
                        ? pool.open().flatMap(open -> open.abnormal(id))
                        : Optional.of(pool.state().sentence()));
    }

    @Override
    public boolean isUsable(VolumeId id) {
        return state(id.home()).map(HomeState.Serving.class::isInstance).orElse(true);
    }

    @Override
    public void requireUsable(VolumeId id) {
        poolOf(id).ifPresent(Pool::serving);
    }

    @Override
    public Capacity capacity(HomeId home, VolumeParameters parameters) {
        return capacity(home, parameters.provisioning());
    }

    /** The same of all volumes that are provisioned so: a pool sells nothing else. */
    public Capacity capacity(HomeId home, Provisioning provisioning) {
        Pool pool = named(home).orElseThrow(() -> noPool(home));
        return pool.state() instanceof HomeState.Serving ? pool.known().capacity(provisioning) : Capacity.NONE;
    }

    @Override
    public Optional<Volume> volume(VolumeId id) {
        return poolOf(id).flatMap(pool -> pool.known().index().volume(id));
    }

    @Override
    public List<Volume> volumes(Optional<VolumeId> after, int limit) {
        return merged(pool -> pool.known().index().volumes(after, limit), Comparator.comparing(Volume::id), limit);
    }

    @Override
    public Volume createVolume(NewVolume volume) {
        OpenPool pool = pool(volume.id().home());
        return pool.change(() -> pool.volumes().create(volume));
    }

    @Override
    public void deleteVolume(VolumeId id) {
        poolOf(id)
                .map(Pool::serving)
                .ifPresent(pool -> pool.change(() -> pool.volumes().delete(id)));
    }

    @Override
    public Volume expandVolume(VolumeId id, ByteSize capacity) {
        OpenPool pool = pool(id);
        return pool.change(() -> pool.volumes().expand(id, capacity));
    }

    @Override
    public Optional<Snapshot> snapshot(SnapshotId id) {
        return poolOf(id).flatMap(pool -> pool.known().index().snapshot(id)).map(StoredSnapshot::snapshot);
    }

    @Override
    public List<Snapshot> snapshots(Optional<SnapshotId> after, int limit) {
        return merged(pool -> pool.known().index().snapshots(after, limit), Comparator.comparing(Snapshot::id), limit);
    }

    @Override
    public List<Snapshot> snapshotsOf(VolumeId source, Optional<SnapshotId> after, int limit) {
        return poolOf(source)
                .map(pool -> pool.known().index().snapshotsOf(source, after, limit))
                .orElse(List.of());
    }

    @Override
    public Snapshot createSnapshot(NewSnapshot snapshot) {
        if (!snapshot.id().home().equals(snapshot.source().home())) {
            throw LocalVolumes.notFound("volume", snapshot.source() + ", on the home of " + snapshot.id() + ",");
        }
        OpenPool pool = pool(snapshot.id().home());
        return pool.change(() -> pool.snapshots().create(snapshot));
    }

    @Override
    public void deleteSnapshot(SnapshotId id) {
        poolOf(id)
                .map(Pool::serving)
                .ifPresent(pool -> pool.change(() -> pool.snapshots().delete(id)));
    }

    @Override
    public Path attach(VolumeId id, boolean readOnly) {
        return pool(id).devices().attach(id, readOnly);
    }

    @Override
    public Optional<Path> attached(VolumeId id, boolean readOnly) {
        return attached.device(id, readOnly);
    }

    @Override
    public List<Path> attached(VolumeId id) {
        return attached.devices(id);
    }

    @Override
    public Optional<VolumeId> volumeOn(Path device) {
        return attached.on(device);
    }

    @Override
    public void detach(VolumeId id) {
        attached.detach(id);
    }

    @Override
    public void refreshSize(VolumeId id) {
        poolOf(id).map(Pool::serving).ifPresent(pool -> pool.devices().refreshSize(id));
    }

    @Override
    public Volume recordContents(VolumeId id, Contents contents) {
        OpenPool pool = pool(id);
        return pool.change(() -> pool.volumes().recordContents(id, contents));
    }

    @Override
    public boolean keeps(Path path) {
        return pools.stream().flatMap(pool -> pool.open().stream()).anyMatch(pool -> pool.keeps(path));
    }

    @Override
    public long maximumVolumes() {
        return maximumVolumes;
    }

    /** Gives every pool back, the last one first. */
    @Override
    public void close() {
        pools.reversed().forEach(Pool::close);
    }

    private Optional<Pool> known(HomeId home) {
        return pools.stream()
                .filter(pool -> pool.id().filter(home::equals).isPresent())
                .findFirst();
    }

    /** The first pool of which nobody knows yet which home it is. */
    private Optional<Pool> unknown() {
        return pools.stream().filter(pool -> pool.id().isEmpty()).findFirst();
    }

    /**
     * The pool of an object; empty where no pool has it.
     *
     * @throws StorageException.Unavailable where it may be in one that was never open
     */
    private Optional<Pool> poolOf(ObjectId id) {
        Optional<Pool> found = known(id.home());
        if (found.isEmpty()) {
            unknown().ifPresent(pool -> {
                throw pool.state().refusal();
            });
        }
        return found;
    }

    private OpenPool pool(VolumeId id) {
        return poolOf(id).map(Pool::serving).orElseThrow(() -> LocalVolumes.notFound("volume", id.value()));
    }

    private OpenPool pool(HomeId home) {
        return named(home).orElseThrow(() -> noPool(home)).serving();
    }

    /** Also by the provisional id of a pool that was never open. */
    private Optional<Pool> named(HomeId home) {
        return pools.stream().filter(pool -> pool.home().id().equals(home)).findFirst();
    }

    private static StorageException.NotFound noPool(HomeId home) {
        return new StorageException.NotFound("no pool of this node has the id " + home);
    }

    private <T> List<T> merged(Function<Pool, List<T>> page, Comparator<T> order, int limit) {
        return pools.size() == 1
                ? page.apply(pools.getFirst())
                : pools.stream()
                        .flatMap(pool -> page.apply(pool).stream())
                        .sorted(order)
                        .limit(limit)
                        .toList();
    }
}
