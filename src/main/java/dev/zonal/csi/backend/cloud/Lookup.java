package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.DiskSnapshot;
import dev.zonal.csi.cloud.DiskState;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.model.ObjectId;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Finds the disk that a volume is, and the snapshot: where the index may be older than what was done last, in the cloud itself.
 * What it finds it tells its caller alone, who holds the volume or doesn't.
 *
 * @param doubts of which objects nothing sure is known
 */
record Lookup(Cloud cloud, CloudIndex index, SharedLooks<DiskId, Disk> disks, Doubts doubts, Waiting waiting) {
    private static final Duration BETWEEN_LISTS = Duration.ofSeconds(1);

    /** The disk, also where it is not known and may be there all the same. */
    Optional<Disk> disk(VolumeId id) {
        return known(id).filter(Lookup::stays).or(() -> missed(id));
    }

    /** @throws StorageException.NotFound where there is none */
    Disk required(VolumeId id) {
        return disk(id).orElseThrow(() -> new StorageException.NotFound("no volume " + id + " here"));
    }

    /** The disk, where the index has one: as that says, or where it may be old, as it is. */
    Optional<Disk> known(VolumeId id) {
        Optional<Disk> indexed = index.disk(id);
        return doubts.end(id).isEmpty() || index.isTouched(id) ? indexed : indexed.flatMap(this::asItIs);
    }

    /** The snapshot, also where it is not known and may be there all the same. */
    Optional<DiskSnapshot> cut(SnapshotId id) {
        return index.cut(id).or(() -> missed(id, cloud::snapshots, VolumeTags::idOf));
    }

    /** The disk of a volume that is not known, where it may be there all the same. */
    Optional<Disk> missed(VolumeId id) {
        return missed(id, this::staying, VolumeTags::idOf);
    }

    private List<Disk> staying() {
        return cloud.disks().stream().filter(Lookup::stays).toList();
    }

    /** One that goes was an earlier volume of that name; it may be seen for a while beside the one that followed. */
    private static boolean stays(Disk disk) {
        return disk.state() != DiskState.DELETING;
    }

    private <I extends ObjectId, T> Optional<T> missed(I id, Supplier<List<T>> list, Function<T, Optional<I>> idOf) {
        return doubts.end(id)
                .flatMap(end ->
                        listed(list, one -> idOf.apply(one).filter(id::equals).isPresent(), end));
    }

    /** The disk that was accepted for the volume of that stem, wherever it is. */
    Optional<Disk> accepted(String stem) {
        return listed(
                this::staying,
                disk -> VolumeTags.idOf(disk)
                        .map(VolumeId::stem)
                        .filter(stem::equals)
                        .isPresent(),
                waiting.now().plus(SharedLooks.OLDEST_READ));
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
}
