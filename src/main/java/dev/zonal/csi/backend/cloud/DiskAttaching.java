package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.backend.NodeAttachments;
import dev.zonal.csi.cloud.AttachDisk;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.DetachDisk;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskAttachment;
import dev.zonal.csi.cloud.DiskAttachment.State;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.tracing.CurrentSpan;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Disks come to instances and leave them. Each call looks at what there is, asks for what is missing, and looks again, until
 * it is so: whatever was begun before, by whomever, and whether its answer arrived or not.
 */
final class DiskAttaching implements NodeAttachments {
    private final CloudParts parts;
    private final Instances instances;

    DiskAttaching(CloudParts parts) {
        this.parts = parts;
        this.instances = new Instances(parts);
    }

    @Override
    public Map<String, String> attach(VolumeId id, String node, boolean readOnly, boolean shared) {
        Instance instance = instances.required(node);
        Disk seen = parts.lookup().required(id);
        if (!seen.attachments().isEmpty()) {
            seen = look(id, seen, _ -> true);
        }
        while (true) {
            Deadline.current().checkpoint();
            Optional<DiskAttachment> here = Instances.on(seen, instance);
            if (here.isPresent() && here.get().state() == State.ATTACHED) {
                requireSame(id, here.get(), readOnly);
                parts.index().changed(id, seen);
                return PublishContext.of(seen);
            }
            if (here.isPresent()) {
                if (here.get().state() == State.ATTACHING) {
                    refuseBeyondSlots(instance, seen, here.get());
                }
                State state = here.get().state();
                Disk before = seen;
                seen = CurrentSpan.within(
                        "until the disk is no longer " + state.name().toLowerCase(Locale.ROOT),
                        () -> look(
                                id,
                                before,
                                now -> Instances.on(now, instance)
                                        .map(DiskAttachment::state)
                                        .filter(state::equals)
                                        .isEmpty()));
            } else {
                seen = isFree(id, seen, shared) ? attached(id, seen, instance, readOnly) : look(id, seen, _ -> true);
            }
        }
    }

    /** Some clouds accept more than an instance takes, and let it wait for ever. */
    private void refuseBeyondSlots(Instance instance, Disk disk, DiskAttachment here) {
        try {
            instances.requireSlot(instance, disk);
        } catch (StorageException.ResourceExhausted tooMany) {
            detach(disk, here);
            throw tooMany;
        }
    }

    private static void requireSame(VolumeId id, DiskAttachment here, boolean readOnly) {
        if (here.readOnly() != readOnly) {
            throw new StorageException.AlreadyExists("volume " + id + " is on node " + here.instance() + " already, "
                    + (here.readOnly() ? "read-only" : "for writing") + "; unpublish it there first");
        }
    }

    /** As soon as it is as expected. */
    private Disk look(VolumeId id, Disk disk, Predicate<Disk> expected) {
        return CloudRefusals.changing(() -> parts.disks().until(disk.id(), expected))
                .orElseThrow(() -> {
                    parts.index().gone(id);
                    return new StorageException.NotFound("the disk of volume " + id + " is gone");
                });
    }

    /**
     * Whether it can come to another instance now; false where another one is just losing it.
     *
     * @throws StorageException.FailedPrecondition where another one has it
     */
    private boolean isFree(VolumeId id, Disk disk, boolean shared) {
        boolean room =
                disk.attachments().size() < parts.index().requiredPlaces().mostInstances(disk.category());
        if (disk.attachments().isEmpty()
                || (shared && room && disk.attachments().stream().allMatch(DiskAttachment::readOnly))) {
            return true;
        }
        for (DiskAttachment other : disk.attachments()) {
            if (other.state() != State.DETACHING && !isForcedOff(disk, other)) {
                throw new StorageException.FailedPrecondition("volume " + id + " is on node " + other.instance()
                        + ", which has to give it back first (ControllerUnpublishVolume)");
            }
        }
        return false;
    }

    /** An instance that is gone gives nothing back: its disk is taken from it. */
    private boolean isForcedOff(Disk disk, DiskAttachment attachment) {
        if (instances.isGone(attachment)) {
            instances.refresh();
        }
        boolean gone = instances.isGone(attachment);
        if (gone) {
            detach(disk, attachment);
        }
        return gone;
    }

    /** After the answer, as soon as the instance has it. */
    private Disk attached(VolumeId id, Disk disk, Instance instance, boolean readOnly) {
        instances.requireSlot(instance, disk);
        try {
            Disk accepted = parts.cloud()
                    .attachDisk(
                            new AttachDisk(disk.id(), instance.id(), readOnly),
                            parts.waiting().freshToken());
            parts.index().changed(id, accepted);
            Instant old = parts.waiting().now().plus(SharedLooks.OLDEST_READ);
            return CurrentSpan.within(
                    "until the disk is attached",
                    () -> look(id, accepted, now -> {
                        Optional<DiskAttachment> here = Instances.on(now, instance);
                        return here.map(found -> found.state() == State.ATTACHED)
                                .orElseGet(() -> parts.waiting().now().isAfter(old));
                    }));
        } catch (CloudException refused) {
            return switch (refused.kind()) {
                // It is there already, by a call whose answer was lost; or the instance is busy with another disk.
                case CONFLICT -> look(id, disk, _ -> true);
                case INVALID ->
                    throw new StorageException.FailedPrecondition(
                            "volume " + id + " can't come to node " + instance.id() + ": " + refused.getMessage(),
                            refused);
                case THROTTLED, NOT_FOUND, QUOTA, SOLD_OUT, UNAUTHENTICATED, TOKEN_REUSED, UNAVAILABLE, INTERNAL ->
                    throw CloudRefusals.of(refused);
            };
        }
    }

    @Override
    public void detach(VolumeId id, Optional<String> node) {
        Optional<Disk> known = parts.lookup().disk(id);
        if (known.isEmpty()) {
            return;
        }
        Optional<Disk> seen = knownToHaveLeft(known, node);
        while (seen.isPresent() && !leaving(seen.get(), node).isEmpty()) {
            Deadline.current().checkpoint();
            Disk disk = seen.get();
            leaving(disk, node).stream()
                    .filter(attachment -> attachment.state() != State.DETACHING || instances.isGone(attachment))
                    .forEach(attachment -> detach(disk, attachment));
            seen = knownToHaveLeft(noLongerDetaching(disk, node), node);
        }
        seen.ifPresentOrElse(
                disk -> parts.index().changed(id, disk), () -> parts.index().gone(id));
    }

    private Optional<Disk> noLongerDetaching(Disk disk, Optional<String> node) {
        return CurrentSpan.within(
                "until the disk is detached",
                () -> CloudRefusals.changing(() -> parts.disks()
                        .until(
                                disk.id(),
                                now -> leaving(now, node).stream()
                                        .allMatch(attachment -> attachment.state() != State.DETACHING))));
    }

    /** What was seen, and where that has left, what is there by an answer that is not from before it came. */
    private Optional<Disk> knownToHaveLeft(Optional<Disk> seen, Optional<String> node) {
        return seen.flatMap(
                disk -> leaving(disk, node).isEmpty() ? parts.lookup().asItIs(disk) : seen);
    }

    private static List<DiskAttachment> leaving(Disk disk, Optional<String> node) {
        return disk.attachments().stream()
                .filter(attachment -> node.isEmpty()
                        || node.get().equals(attachment.instance().text()))
                .toList();
    }

    private void detach(Disk disk, DiskAttachment attachment) {
        try {
            parts.cloud()
                    .detachDisk(
                            new DetachDisk(disk.id(), attachment.instance(), instances.isGone(attachment)),
                            parts.waiting().freshToken());
        } catch (CloudException refused) {
            // It has left already, or something else has to end first; the next look tells.
            if (refused.kind() != Kind.NOT_FOUND && refused.kind() != Kind.CONFLICT) {
                throw CloudRefusals.of(refused);
            }
        }
    }

    @Override
    public List<String> nodesOf(VolumeId id) {
        return parts.index().disk(id).stream()
                .flatMap(disk -> disk.attachments().stream())
                .map(attachment -> attachment.instance().text())
                .sorted()
                .toList();
    }
}
