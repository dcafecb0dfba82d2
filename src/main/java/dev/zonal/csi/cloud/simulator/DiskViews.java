package dev.zonal.csi.cloud.simulator;

import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskAttachment;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.DiskSnapshotId;
import dev.zonal.csi.cloud.DiskState;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.model.ByteSize;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the cloud tells of disks: the state that follows from a record and the time, now or, by its habit, of a while ago. */
final class DiskViews {
    private final World world;

    DiskViews(World world) {
        this.world = world;
    }

    /** As it is now. */
    Disk now(DiskRecord disk) {
        return view(disk, world.now());
    }

    List<Disk> all() {
        Set<String> ids = new TreeSet<>(world.disks().keySet());
        ids.addAll(world.past().changedSince(world.now().minus(staleness())));
        return ids.stream()
                .flatMap(id -> read(id).stream())
                .filter(this::isListed)
                .toList();
    }

    List<Disk> of(Set<DiskId> ids) {
        boolean strict = world.description().habits().unknownIdFailsBatch();
        return ids.stream()
                .map(DiskId::text)
                .flatMap(id -> {
                    Optional<Disk> found = read(id);
                    if (strict && found.isEmpty()) {
                        throw new CloudException(Kind.NOT_FOUND, "there is no disk " + id);
                    }
                    return found.stream();
                })
                .toList();
    }

    private Duration staleness() {
        return world.description().habits().staleReads();
    }

    private boolean isListed(Disk disk) {
        return !world.description().habits().listsWithoutDownZones()
                || disk.zones().stream().noneMatch(world.control().downZones()::contains);
    }

    private Optional<Disk> read(String id) {
        Optional<DiskRecord> current = Optional.ofNullable(world.disks().get(id));
        Instant now = world.now();
        if (staleness().isZero() || world.random().nextBoolean()) {
            return current.map(disk -> view(disk, now));
        }
        Instant then = now.minus(staleness());
        return world.past().at(then, id, current).map(disk -> view(disk, then));
    }

    private Disk view(DiskRecord disk, Instant now) {
        Optional<ModificationRecord> done = disk.modification().filter(change -> !now.isBefore(change.doneAt()));
        Optional<ModificationRecord> shown = world.description().habits().sizeShownEarly() ? disk.modification() : done;
        return new Disk(
                new DiskId(disk.id()),
                Set.copyOf(disk.zones()),
                done.map(ModificationRecord::category).orElse(disk.category()),
                ByteSize.ofBytes(shown.map(ModificationRecord::sizeBytes).orElse(disk.sizeBytes())),
                done.map(ModificationRecord::iops).orElse(disk.iops()),
                state(disk, now),
                disk.serial(),
                disk.source().map(DiskSnapshotId::new),
                disk.attachments().stream()
                        .map(attachment -> view(attachment, now))
                        .toList(),
                disk.modification().isPresent() && done.isEmpty(),
                disk.created(),
                Tag.map(disk.noted()));
    }

    private static DiskState state(DiskRecord disk, Instant now) {
        if (disk.goneAt().isPresent()) {
            return DiskState.DELETING;
        }
        if (now.isBefore(disk.readyAt())) {
            return DiskState.CREATING;
        }
        if (disk.fate() != Fate.READY) {
            return DiskState.FAILED;
        }
        return disk.attachments().isEmpty() ? DiskState.AVAILABLE : DiskState.IN_USE;
    }

    private static DiskAttachment view(AttachmentRecord attachment, Instant now) {
        return new DiskAttachment(
                new InstanceId(attachment.instance()),
                attachment.launch(),
                attachment.readOnly(),
                state(attachment, now),
                attachment.deviceHint());
    }

    private static DiskAttachment.State state(AttachmentRecord attachment, Instant now) {
        if (attachment.isLeaving()) {
            return DiskAttachment.State.DETACHING;
        }
        return attachment.attachedAt().filter(at -> !now.isBefore(at)).isPresent()
                ? DiskAttachment.State.ATTACHED
                : DiskAttachment.State.ATTACHING;
    }
}
