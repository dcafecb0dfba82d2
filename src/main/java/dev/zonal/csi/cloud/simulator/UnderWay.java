package dev.zonal.csi.cloud.simulator;

import dev.zonal.csi.cloud.CloudOperation;
import dev.zonal.csi.cloud.CloudOperation.Kind;
import dev.zonal.csi.cloud.InstanceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What was accepted and is not done yet, as it follows from the records and the time. */
final class UnderWay {
    private UnderWay() {}

    static List<CloudOperation> of(World world) {
        Instant now = world.now();
        Stream<CloudOperation> disks = world.disks().values().stream().flatMap(disk -> of(disk, now));
        Stream<CloudOperation> snapshots = world.snapshots().values().stream()
                .filter(snapshot -> snapshot.isPending(now))
                .map(snapshot -> of(Kind.STORING, snapshot.id(), snapshot.readyAt()));
        return Stream.concat(disks, snapshots).toList();
    }

    private static Stream<CloudOperation> of(DiskRecord disk, Instant now) {
        Stream<CloudOperation> ofDisk = disk.goneAt().isPresent()
                ? disk.goneAt().stream().map(due -> of(Kind.DELETING, disk.id(), due))
                : Stream.of(disk.readyAt()).filter(now::isBefore).map(due -> of(Kind.CREATING, disk.id(), due));
        Stream<CloudOperation> changes = disk.modification().map(ModificationRecord::doneAt).stream()
                .filter(now::isBefore)
                .map(due -> of(Kind.MODIFYING, disk.id(), due));
        Stream<CloudOperation> attachments =
                disk.attachments().stream().flatMap(attachment -> of(disk, attachment, now).stream());
        return Stream.of(ofDisk, changes, attachments).flatMap(each -> each);
    }

    private static Optional<CloudOperation> of(DiskRecord disk, AttachmentRecord attachment, Instant now) {
        Optional<InstanceId> instance = Optional.of(new InstanceId(attachment.instance()));
        if (attachment.isLeaving()) {
            return Optional.of(new CloudOperation(Kind.DETACHING, disk.id(), instance, attachment.detachedAt()));
        }
        boolean there = attachment.attachedAt().filter(at -> !now.isBefore(at)).isPresent();
        return there
                ? Optional.empty()
                : Optional.of(new CloudOperation(Kind.ATTACHING, disk.id(), instance, attachment.attachedAt()));
    }

    private static CloudOperation of(Kind kind, String object, Instant due) {
        return new CloudOperation(kind, object, Optional.empty(), Optional.of(due));
    }
}
