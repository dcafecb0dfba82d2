package dev.zonal.csi.cloud.simulator;

import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.ByteSize;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens in the course of time: attached disks show up on their instances, detached ones disappear, changes come to
 * their end, and what was deleted goes. Each step can be repeated, so that one that a crash cut short is done again.
 */
final class Course {
    private static final Logger LOG = LoggerFactory.getLogger(Course.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final World world;
    private final DiskDevices devices;

    Course(World world, DiskDevices devices) {
        this.world = world;
        this.devices = devices;
    }

    /**
     * Does all that is due.
     *
     * @return when the next thing is due, where there is one
     */
    Optional<Instant> run() {
        Instant now = world.now();
        List.copyOf(world.disks().values()).forEach(disk -> attempt(disk, now));
        List.copyOf(world.snapshots().values()).stream()
                .filter(snapshot -> snapshot.fate() == Fate.GONE && !snapshot.isPending(now))
                .forEach(world::remove);
        return next(now);
    }

    /** What the machine refuses for one disk is tried again when this is run again; all else goes on. */
    private void attempt(DiskRecord disk, Instant now) {
        try {
            run(disk, now);
        } catch (HostException refused) {
            LOG.atWarn()
                    .addKeyValue("disk", disk.id())
                    .addKeyValue("error", refused.getMessage())
                    .log("what was due for a disk could not be done; it is tried again");
        }
    }

    private void run(DiskRecord disk, Instant now) {
        boolean vanishes = disk.fate() == Fate.GONE && !now.isBefore(disk.readyAt());
        if (vanishes || isDue(disk.goneAt(), now)) {
            world.remove(disk);
            return;
        }
        DiskRecord detached = disk.attachments(any -> any.filter(attachment -> stays(disk, attachment, now)));
        world.change(disk, detached);
        detached.attachments().stream()
                .filter(attachment -> isDue(attachment.deviceAt(), now) && !attachment.isLeaving())
                .forEach(attachment -> devices.show(detached, attachment));
        detached.modification().filter(change -> !now.isBefore(change.doneAt())).ifPresent(change -> {
            devices.growImage(detached, ByteSize.ofBytes(change.sizeBytes()));
            if (!now.isBefore(change.deviceAt())) {
                devices.refreshSize(detached);
                world.change(detached, detached.modified(change));
            }
        });
    }

    /** Whether the disk is still on the instance; where it is not, its device has gone. */
    private boolean stays(DiskRecord disk, AttachmentRecord attachment, Instant now) {
        if (!isDue(attachment.detachedAt(), now) || (!attachment.force() && devices.isInUse(disk, attachment))) {
            return true;
        }
        devices.hide(disk, attachment, world.description().habits().staleLinks());
        return false;
    }

    private static boolean isDue(Optional<Instant> at, Instant now) {
        return at.filter(due -> !now.isBefore(due)).isPresent();
    }

    private Optional<Instant> next(Instant now) {
        return world.disks().values().stream()
                .flatMap(this::moments)
                .map(at -> at.isAfter(now) ? at : now.plus(LOOK_AGAIN))
                .min(Instant::compareTo);
    }

    /** When something is to be done for the disk. What is overdue waits for the end of a use, or was refused. */
    private Stream<Instant> moments(DiskRecord disk) {
        Stream<Instant> ofAttachments = disk.attachments().stream()
                .flatMap(attachment -> attachment.isLeaving()
                        ? attachment.detachedAt().stream()
                        : attachment.deviceAt().filter(_ -> !devices.isShown(disk, attachment)).stream());
        Stream<Instant> ofDisk = Stream.of(
                        disk.goneAt(),
                        disk.modification().map(ModificationRecord::doneAt),
                        disk.modification().map(ModificationRecord::deviceAt),
                        disk.fate() == Fate.GONE ? Optional.of(disk.readyAt()) : Optional.<Instant>empty())
                .flatMap(Optional::stream);
        return Stream.concat(ofAttachments, ofDisk);
    }
}
