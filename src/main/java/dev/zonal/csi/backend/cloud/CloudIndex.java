package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.backend.Catalogue;
import dev.zonal.csi.cloud.CloudOffer;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskSnapshot;
import dev.zonal.csi.cloud.DiskState;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.model.ObjectId;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the cloud was seen to have, in memory: by the answers of this driver's own calls at once, by lists a while later. A
 * list may be old, or leave things out: it changes nothing that was touched a moment ago, and what is missing in it is gone
 * only where a look at the object says so too.
 */
final class CloudIndex {
    private static final Logger LOG = LoggerFactory.getLogger(CloudIndex.class);

    /** No list is older than that. */
    static final Duration OLDEST_LIST = Duration.ofSeconds(15);

    private final Catalogue catalogue = new Catalogue();
    private final Map<VolumeId, Disk> disks = new ConcurrentHashMap<>();
    private final Map<SnapshotId, DiskSnapshot> cuts = new ConcurrentHashMap<>();
    private final Map<ObjectId, Instant> touched = new ConcurrentHashMap<>();
    private final String prefix;
    private final Waiting waiting;
    private volatile Optional<Places> places = Optional.empty();
    private volatile List<Instance> instances = List.of();
    private volatile boolean complete;

    /** @param prefix what the topology keys begin with */
    CloudIndex(String prefix, Waiting waiting) {
        this.prefix = prefix;
        this.waiting = waiting;
    }

    /** What was volumes and snapshots by now. */
    Catalogue catalogue() {
        requireComplete();
        return catalogue;
    }

    Optional<Places> places() {
        return places;
    }

    Places requiredPlaces() {
        return places.orElseThrow(CloudIndex::unknown);
    }

    void requireComplete() {
        if (!complete) {
            throw unknown();
        }
    }

    boolean isComplete() {
        return complete;
    }

    private static StorageException.Unavailable unknown() {
        return new StorageException.Unavailable("the cloud has not said yet what it has; try again");
    }

    /** The disk of the volume, in whatever state. */
    Optional<Disk> disk(VolumeId id) {
        requireComplete();
        return Optional.ofNullable(disks.get(id));
    }

    Optional<DiskSnapshot> cut(SnapshotId id) {
        requireComplete();
        return Optional.ofNullable(cuts.get(id));
    }

    Stream<Disk> disks() {
        return disks.values().stream();
    }

    Optional<Instance> instance(InstanceId id) {
        return instances.stream().filter(instance -> instance.id().equals(id)).findFirst();
    }

    List<Instance> instances() {
        return instances;
    }

    /** The answer of a call of this driver: never older than the call. */
    synchronized Optional<Volume> changed(VolumeId id, Disk disk) {
        touched.put(id, waiting.now());
        return put(id, disk);
    }

    synchronized void gone(VolumeId id) {
        touched.put(id, waiting.now());
        remove(id);
    }

    synchronized Snapshot changed(SnapshotId id, DiskSnapshot cut) {
        touched.put(id, waiting.now());
        return put(id, cut)
                .orElseThrow(() -> new StorageException.Unavailable(
                        "snapshot " + id + " could not be stored by the cloud; the same request cuts it anew"));
    }

    synchronized void gone(SnapshotId id) {
        touched.put(id, waiting.now());
        cuts.remove(id);
        catalogue.remove(id);
    }

    private Optional<Volume> put(VolumeId id, Disk disk) {
        Optional<Disk> other =
                Optional.ofNullable(disks.get(id)).filter(before -> !before.id().equals(disk.id()));
        if (other.isPresent()
                && isThere(other.get())
                && !(isThere(disk) && disk.created().isBefore(other.get().created()))) {
            LOG.atWarn()
                    .addKeyValue("volume", id)
                    .addKeyValue("disk", other.get().id())
                    .addKeyValue("other", disk.id())
                    .log("two disks say that they are this volume; the older one is it");
            return catalogue.volume(id);
        }
        disks.put(id, disk);
        Optional<Volume> volume = volume(disk);
        volume.ifPresentOrElse(catalogue::put, () -> catalogue.remove(id));
        return volume;
    }

    /** The volume that a disk is; empty where it is none, or not yet, or no more. */
    Optional<Volume> volume(Disk disk) {
        return isThere(disk)
                ? places.flatMap(known -> VolumeTags.volume(disk, known.topologies(disk.zones())))
                : Optional.empty();
    }

    private static boolean isThere(Disk disk) {
        return disk.state() == DiskState.AVAILABLE || disk.state() == DiskState.IN_USE;
    }

    private Optional<Snapshot> put(SnapshotId id, DiskSnapshot cut) {
        cuts.put(id, cut);
        Optional<Snapshot> snapshot = snapshot(cut);
        snapshot.ifPresentOrElse(catalogue::put, () -> catalogue.remove(id));
        return snapshot;
    }

    /** The snapshot that one of the cloud is; empty where it is none, or could not be stored. */
    Optional<Snapshot> snapshot(DiskSnapshot cut) {
        return cut.state() == DiskSnapshot.State.FAILED
                ? Optional.empty()
                : places.flatMap(known -> VolumeTags.snapshot(cut, known.region(cut.region())));
    }

    void sawOffer(CloudOffer offer) {
        places = Optional.of(new Places(offer, prefix));
    }

    void sawInstances(List<Instance> running) {
        instances = List.copyOf(running);
    }

    /**
     * A list of all disks.
     *
     * @param asked when
     * @return those that are known and missing in it: to be looked at
     */
    synchronized Set<VolumeId> sawDisks(List<Disk> all, Instant asked) {
        Set<VolumeId> missing = new HashSet<>(disks.keySet());
        for (Disk disk : all) {
            VolumeTags.idOf(disk).ifPresent(id -> {
                missing.remove(id);
                if (isOlder(id, asked)) {
                    put(id, disk);
                }
            });
        }
        missing.removeIf(id -> !isOlder(id, asked));
        return missing;
    }

    /** The same of snapshots. */
    synchronized Set<SnapshotId> sawCuts(List<DiskSnapshot> all, Instant asked) {
        Set<SnapshotId> missing = new HashSet<>(cuts.keySet());
        for (DiskSnapshot cut : all) {
            VolumeTags.idOf(cut).ifPresent(id -> {
                missing.remove(id);
                if (isOlder(id, asked) || isStoredNow(id, cut)) {
                    put(id, cut);
                }
            });
        }
        missing.removeIf(id -> !isOlder(id, asked));
        return missing;
    }

    /** A look at a disk that was missing in the list that was asked for then. */
    synchronized void saw(VolumeId id, Optional<Disk> seen, Instant asked) {
        if (isOlder(id, asked)) {
            seen.ifPresentOrElse(disk -> put(id, disk), () -> remove(id));
        }
    }

    private void remove(VolumeId id) {
        disks.remove(id);
        catalogue.remove(id);
    }

    /** Whether it is known by an answer to this driver's own call, a short while ago. */
    boolean isTouched(ObjectId id) {
        return touched.containsKey(id);
    }

    /** No old list shows that: what is stored was never pending after that. */
    private boolean isStoredNow(SnapshotId id, DiskSnapshot cut) {
        DiskSnapshot before = cuts.get(id);
        return before != null
                && before.id().equals(cut.id())
                && before.state() == DiskSnapshot.State.PENDING
                && cut.state() != DiskSnapshot.State.PENDING;
    }

    /** Whether nothing was done to it for so long that no list of that time can be older. */
    private boolean isOlder(ObjectId id, Instant asked) {
        Instant last = touched.get(id);
        if (last == null || last.plus(OLDEST_LIST).isBefore(asked)) {
            touched.remove(id);
            return true;
        }
        return false;
    }

    /** All was listed once. */
    void completed() {
        complete = true;
    }

    boolean hasPendingCuts() {
        return cuts.values().stream().anyMatch(cut -> cut.state() == DiskSnapshot.State.PENDING);
    }
}
