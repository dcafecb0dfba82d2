package dev.zonal.csi.cloud.simulator;

import dev.zonal.csi.cloud.AttachDisk;
import dev.zonal.csi.cloud.ClientToken;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.DetachDisk;
import dev.zonal.csi.cloud.InstanceType;
import dev.zonal.csi.cloud.description.CloudHabits.AttachDuringDetach;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Disks come to instances and leave them. */
final class AttachmentLife {
    private static final String DEVICE = "/dev/xvd";

    private final World world;

    AttachmentLife(World world) {
        this.world = world;
    }

    DiskRecord attach(AttachDisk request, ClientToken token) {
        DiskRecord disk = world.disk(request.disk().text());
        InstanceRecord instance = world.instance(request.instance().text());
        TokenUse use = new TokenUse(
                token.text(),
                "AttachDisk " + request.instance() + " " + instance.launch() + " read-only " + request.readOnly());
        if (DiskLife.isRepeated(disk, use)) {
            return disk;
        }
        world.requireUp(List.of(instance.zone()));
        requireFits(disk, instance);
        Optional<AttachmentRecord> present = disk.on(instance.name(), instance.launch());
        if (present.isPresent()
                && present.get().isLeaving()
                && world.description().habits().attachDuringDetach() == AttachDuringDetach.ANSWERED) {
            return disk;
        }
        requireFree(disk, instance);
        boolean slot = hasSlot(instance);
        if (!slot && !world.description().habits().overLimitStaysAttaching()) {
            throw new CloudException(
                    Kind.QUOTA,
                    "instance " + instance.name() + " has no free slot for a disk; its type takes "
                            + type(instance).slots() + " devices, " + instance.otherDevices() + " of them no disks");
        }
        Instant attached = world.now().plus(world.description().delays().attach());
        DiskRecord changed = disk.usedBy(use)
                .attached(new AttachmentRecord(
                        instance.name(),
                        instance.launch(),
                        request.readOnly(),
                        deviceHint(instance),
                        slot ? Optional.of(attached) : Optional.empty(),
                        slot
                                ? Optional.of(attached.plus(
                                        world.description().delays().device()))
                                : Optional.empty(),
                        Optional.empty(),
                        false));
        world.change(disk, changed);
        return changed;
    }

    private void requireFits(DiskRecord disk, InstanceRecord instance) {
        if (!disk.zones().contains(instance.zone())) {
            throw new CloudException(
                    Kind.INVALID,
                    "disk " + disk.id() + " is in zone " + String.join(" and ", disk.zones()) + ", and instance "
                            + instance.name() + " is in zone " + instance.zone() + wayThere(disk, instance));
        }
        if (!type(instance).categories().contains(disk.category())) {
            throw new CloudException(
                    Kind.INVALID,
                    "instances of type " + instance.type() + " take no disks of category " + disk.category());
        }
    }

    /** A snapshot is everywhere in its region, and in no other. */
    private String wayThere(DiskRecord disk, InstanceRecord instance) {
        return world.region(disk.zones().getFirst()).equals(world.region(instance.zone()))
                ? "; snapshot it, and create a disk from that in zone " + instance.zone()
                : "";
    }

    private void requireFree(DiskRecord disk, InstanceRecord instance) {
        if (!disk.isReady(world.now())) {
            throw new CloudException(Kind.CONFLICT, "disk " + disk.id() + " is not there yet, failed or going");
        }
        disk.on(instance.name(), instance.launch()).ifPresent(same -> {
            throw new CloudException(
                    Kind.CONFLICT,
                    "disk " + disk.id() + " is " + state(same) + " instance " + instance.name() + " already");
        });
        int most = Optional.ofNullable(world.description().categories().get(disk.category()))
                .map(category -> category.multiAttach())
                .orElse(1);
        if (disk.attachments().size() >= most) {
            throw new CloudException(
                    Kind.CONFLICT,
                    "disk " + disk.id() + " is on instance "
                            + disk.attachments().getFirst().instance());
        }
        requireIdle(instance);
    }

    private String state(AttachmentRecord attachment) {
        if (attachment.isLeaving()) {
            return "detaching from";
        }
        return attachment.attachedAt().filter(at -> !world.now().isBefore(at)).isPresent()
                ? "attached to"
                : "attaching to";
    }

    private void requireIdle(InstanceRecord instance) {
        Instant now = world.now();
        boolean busy = on(instance)
                .anyMatch(attachment -> attachment.isLeaving()
                        || attachment.attachedAt().filter(now::isBefore).isPresent());
        if (busy && world.description().habits().oneChangePerInstance()) {
            throw new CloudException(
                    Kind.CONFLICT, "another disk comes to or leaves instance " + instance.name() + "; try again later");
        }
    }

    private InstanceType type(InstanceRecord instance) {
        return Optional.ofNullable(world.description().instanceTypes().get(instance.type()))
                .orElseThrow(() -> new CloudException(
                        Kind.INVALID,
                        "instance " + instance.name() + " is of type " + instance.type()
                                + ", which this cloud does not have any more"));
    }

    private Stream<AttachmentRecord> on(InstanceRecord instance) {
        return world.disks().values().stream().flatMap(disk -> disk.on(instance.name(), instance.launch()).stream());
    }

    private boolean hasSlot(InstanceRecord instance) {
        return on(instance).count() + instance.otherDevices() < type(instance).slots();
    }

    private String deviceHint(InstanceRecord instance) {
        boolean reused = world.description().habits().deviceNameReused();
        Set<String> taken = on(instance)
                .filter(attachment -> !reused || !attachment.isLeaving())
                .map(AttachmentRecord::deviceHint)
                .collect(Collectors.toSet());
        int number = 0;
        while (taken.contains(hint(number))) {
            number++;
        }
        return hint(number);
    }

    /** b to z, then ba, bb… */
    private static String hint(int number) {
        return number < 25
                ? DEVICE + (char) ('b' + number)
                : DEVICE + (char) ('b' + (number - 25) / 26) + (char) ('a' + (number - 25) % 26);
    }

    DiskRecord detach(DetachDisk request, ClientToken token) {
        DiskRecord disk = world.disk(request.disk().text());
        TokenUse use = new TokenUse(token.text(), "DetachDisk " + request.instance() + " force " + request.force());
        if (DiskLife.isRepeated(disk, use)) {
            return disk;
        }
        world.requireUp(disk.zones());
        AttachmentRecord attachment = disk.attachments().stream()
                .filter(found -> found.instance().equals(request.instance().text()))
                .findFirst()
                .orElseThrow(() -> new CloudException(
                        Kind.NOT_FOUND, "disk " + disk.id() + " is not on instance " + request.instance()));
        if (attachment.isLeaving() && (attachment.force() || !request.force())) {
            return disk;
        }
        Instant gone = request.force()
                ? world.now()
                : world.now().plus(world.description().delays().detach());
        DiskRecord changed = disk.usedBy(use)
                .attachments(any ->
                        any.map(found -> found.equals(attachment) ? found.leaving(gone, request.force()) : found));
        world.change(disk, changed);
        return changed;
    }

    /** Every attachment that such a test finds leaves by force at that time, on whatever disk. */
    void release(Predicate<AttachmentRecord> which, DiskRecord disk, Instant at) {
        world.change(
                disk, disk.attachments(any -> any.map(found -> which.test(found) ? found.leaving(at, true) : found)));
    }
}
