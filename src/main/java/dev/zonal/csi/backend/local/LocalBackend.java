package dev.zonal.csi.backend.local;

import dev.zonal.csi.backend.Capacity;
import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.Housekeeping;
import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.backend.StorageBackend;
import dev.zonal.csi.backend.VolumeDevices;
import dev.zonal.csi.backend.local.content.StoredSnapshot;
import dev.zonal.csi.backend.local.pool.Pool;
import dev.zonal.csi.backend.local.pool.PoolOpening;
import dev.zonal.csi.backend.local.pool.PoolSpec;
import dev.zonal.csi.backend.local.pool.Refusals;
import dev.zonal.csi.backend.local.volume.AttachedVolumes;
import dev.zonal.csi.backend.local.volume.LocalVolumes;
import dev.zonal.csi.concurrent.RollBack;
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
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The pools of this node as one backend: sends each call to the pool that the id names. */
public final class LocalBackend implements StorageBackend, VolumeDevices, AutoCloseable {
    private final Map<HomeId, Pool> pools;
    private final List<Home> homes;
    private final AttachedVolumes attached;
    private final long maximumVolumes;

    /**
     * @param pools open, in the order of the configuration; closed with this backend
     * @param attached what is attached on this node, of these pools and of others
     * @param maximumVolumes how many volumes the node can have attached at once; 0 where there is no limit to name
     * @throws StorageException.FailedPrecondition where two pools have one id or one name
     */
    public LocalBackend(List<Pool> pools, AttachedVolumes attached, long maximumVolumes) {
        Map<HomeId, Pool> byHome = new LinkedHashMap<>();
        for (Pool pool : pools) {
            Pool other = byHome.putIfAbsent(pool.home().id(), pool);
            if (other != null) {
                throw new StorageException.FailedPrecondition(
                        "the pools '" + other.home().pool() + "' and '"
                                + pool.home().pool() + "' are copies of one another: both have the id "
                                + pool.home().id());
            }
        }
        this.pools = Collections.unmodifiableMap(byHome);
        this.homes = pools.stream().map(Pool::home).toList();
        this.attached = attached;
        this.maximumVolumes = maximumVolumes;
    }

    /**
     * Opens all pools, or none.
     *
     * @param maximumVolumes how many volumes the node can have attached at once; 0 where there is no limit to name
     * @throws StorageException.FailedPrecondition with a sentence for the operator, where a pool can't be used as given
     */
    public static LocalBackend open(PoolOpening opening, List<PoolSpec> specs, long maximumVolumes) {
        Set<String> names = new HashSet<>();
        specs.forEach(spec -> {
            if (!names.add(spec.name())) {
                throw Refusals.refused(spec, "two pools have this name");
            }
        });
        return RollBack.onFailure(undo -> {
            List<Pool> pools = specs.stream()
                    .map(spec -> {
                        Pool pool = opening.open(spec);
                        undo.add(pool::close);
                        return pool;
                    })
                    .toList();
            return new LocalBackend(pools, opening.attachedVolumes(), maximumVolumes);
        });
    }

    /** The search of the open pools for what an accident left. */
    public Housekeeping housekeeping() {
        return new LocalHousekeeping(pools());
    }

    /** The open pools, for metrics and diagnosis. */
    public List<Pool> pools() {
        return List.copyOf(pools.values());
    }

    @Override
    public List<Home> homes() {
        return homes;
    }

    @Override
    public Capacity capacity(HomeId home, Provisioning provisioning) {
        return pool(home).capacity(provisioning);
    }

    @Override
    public Optional<Volume> volume(VolumeId id) {
        return poolOf(id).flatMap(pool -> pool.index().volume(id));
    }

    @Override
    public List<Volume> volumes(Optional<VolumeId> after, int limit) {
        return merged(pool -> pool.index().volumes(after, limit), Comparator.comparing(Volume::id), limit);
    }

    @Override
    public Volume createVolume(NewVolume volume) {
        Pool pool = pool(volume.id().home());
        return pool.change(() -> pool.volumes().create(volume));
    }

    @Override
    public void deleteVolume(VolumeId id) {
        poolOf(id).ifPresent(pool -> pool.change(() -> pool.volumes().delete(id)));
    }

    @Override
    public Volume expandVolume(VolumeId id, ByteSize capacity) {
        Pool pool = pool(id);
        return pool.change(() -> pool.volumes().expand(id, capacity));
    }

    @Override
    public Optional<Snapshot> snapshot(SnapshotId id) {
        return poolOf(id).flatMap(pool -> pool.index().snapshot(id)).map(StoredSnapshot::snapshot);
    }

    @Override
    public List<Snapshot> snapshots(Optional<SnapshotId> after, int limit) {
        return merged(pool -> pool.index().snapshots(after, limit), Comparator.comparing(Snapshot::id), limit);
    }

    @Override
    public List<Snapshot> snapshotsOf(VolumeId source, Optional<SnapshotId> after, int limit) {
        return poolOf(source)
                .map(pool -> pool.index().snapshotsOf(source, after, limit))
                .orElse(List.of());
    }

    @Override
    public Snapshot createSnapshot(NewSnapshot snapshot) {
        if (!snapshot.id().home().equals(snapshot.source().home())) {
            throw LocalVolumes.notFound("volume", snapshot.source() + ", on the home of " + snapshot.id() + ",");
        }
        Pool pool = pool(snapshot.id().home());
        return pool.change(() -> pool.snapshots().create(snapshot));
    }

    @Override
    public void deleteSnapshot(SnapshotId id) {
        poolOf(id).ifPresent(pool -> pool.change(() -> pool.snapshots().delete(id)));
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
        poolOf(id).ifPresent(pool -> pool.devices().refreshSize(id));
    }

    @Override
    public Volume recordContents(VolumeId id, Contents contents) {
        Pool pool = pool(id);
        return pool.write(() -> pool.volumes().recordContents(id, contents));
    }

    @Override
    public boolean keeps(Path path) {
        return pools.values().stream().anyMatch(pool -> pool.keeps(path));
    }

    @Override
    public long maximumVolumes() {
        return maximumVolumes;
    }

    /** Gives every pool back, the last one first. */
    @Override
    public void close() {
        pools().reversed().forEach(Pool::close);
    }

    private Optional<Pool> poolOf(ObjectId id) {
        return Optional.ofNullable(pools.get(id.home()));
    }

    private Pool pool(VolumeId id) {
        return poolOf(id).orElseThrow(() -> LocalVolumes.notFound("volume", id.value()));
    }

    private Pool pool(HomeId home) {
        return Optional.ofNullable(pools.get(home))
                .orElseThrow(() -> new StorageException.NotFound("no pool of this node has the id " + home));
    }

    private <T> List<T> merged(Function<Pool, List<T>> page, Comparator<T> order, int limit) {
        return pools.size() == 1
                ? page.apply(pools.values().iterator().next())
                : pools.values().stream()
                        .flatMap(pool -> page.apply(pool).stream())
                        .sorted(order)
                        .limit(limit)
                        .toList();
    }
}
