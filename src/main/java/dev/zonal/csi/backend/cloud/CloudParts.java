package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.DiskSnapshot;
import dev.zonal.csi.cloud.DiskSnapshotId;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.model.ObjectId;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What all that is done in the cloud has in common: the calls, the looks, and what is known. */
record CloudParts(
        Cloud cloud,
        CloudIndex index,
        SharedLooks<DiskId, Disk> disks,
        SharedLooks<DiskSnapshotId, DiskSnapshot> cuts,
        Doubts doubts,
        Waiting waiting) {
    private static final Duration BETWEEN_LISTS = Duration.ofSeconds(1);

    static CloudParts of(Cloud cloud, String prefix, Waiting waiting) {
        return new CloudParts(
                cloud,
                new CloudIndex(prefix, waiting),
                new SharedLooks<>(cloud::describeDisks, Disk::id, waiting),
                new SharedLooks<>(cloud::describeSnapshots, DiskSnapshot::id, waiting),
                new Doubts(waiting.now()),
                waiting);
    }

    /** Asks for everything anew. */
    void refresh() {
        index.sawOffer(cloud.offer());
        index.sawInstances(cloud.instances());
        Instant asked = waiting.now();
        refreshDisks();
        refreshCuts();
        doubts.listed(asked);
        index.completed();
    }

    /** Which disks there are. */
    void refreshDisks() {
        Instant asked = waiting.now();
        List<Disk> all = cloud.disks();
        Set<VolumeId> missing = index.sawDisks(all, asked);
        for (VolumeId id : missing) {
            index.disk(id).map(Disk::id).map(disks::now).ifPresent(seen -> found(id, seen));
        }
    }

    private void found(VolumeId id, Optional<Disk> seen) {
        seen.ifPresentOrElse(disk -> index.changed(id, disk), () -> index.gone(id));
    }

    /** Whether the snapshots have become ready, and which there are. */
    void refreshCuts() {
        Instant asked = waiting.now();
        List<DiskSnapshot> all = cloud.snapshots();
        Set<SnapshotId> missing = index.sawCuts(all, asked);
        for (SnapshotId id : missing) {
            index.cut(id).map(DiskSnapshot::id).map(cuts::now).ifPresent(seen -> {
                if (seen.isEmpty()) {
                    index.gone(id);
                }
            });
        }
    }

    /** The disk of a volume that is not known, where it may be there all the same. */
    Optional<Disk> missed(VolumeId id) {
        return missed(id, cloud::disks, VolumeTags::idOf);
    }

    /** The same of a snapshot. */
    Optional<DiskSnapshot> missed(SnapshotId id) {
        return missed(id, cloud::snapshots, VolumeTags::idOf);
    }

    private <I extends ObjectId, T> Optional<T> missed(I id, Supplier<List<T>> list, Function<T, Optional<I>> idOf) {
        return doubts.end(id)
                .flatMap(end ->
                        listed(list, one -> idOf.apply(one).filter(id::equals).isPresent(), end));
    }

    /** The disk that was accepted for the volume of that stem, wherever it is. */
    Optional<Disk> accepted(String stem) {
        return listed(
                cloud::disks,
                disk -> VolumeTags.idOf(disk)
                        .map(VolumeId::stem)
                        .filter(stem::equals)
                        .isPresent(),
                waiting.now().plus(SharedLooks.OLDEST_READ));
    }

    /**
     * By a change that changes nothing, whose answer is true: a read may be from before the disk came to a node, or from before
     * it went.
     */
    Optional<Disk> asItIs(Disk seen) {
        try {
            return Optional.of(cloud.tagDisk(seen.id(), Map.of(), waiting.freshToken()));
        } catch (CloudException refused) {
            if (refused.kind() != Kind.NOT_FOUND) {
                throw CloudRefusals.of(refused);
            }
            return CloudRefusals.changing(() -> disks.until(seen.id(), _ -> true));
        }
    }

    /** The first that lists show, until one that is made after that moment. */
    private <T> Optional<T> listed(Supplier<List<T>> list, Predicate<T> wanted, Instant end) {
        while (true) {
            boolean last = waiting.now().isAfter(end);
            Optional<T> found = list.get().stream().filter(wanted).findFirst();
            if (found.isPresent() || last) {
                return found;
            }
            Deadline.current().checkpoint();
            waiting.pause("wait before the next list", BETWEEN_LISTS);
        }
    }
}
