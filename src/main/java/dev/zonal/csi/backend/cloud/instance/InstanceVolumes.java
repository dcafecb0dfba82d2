package dev.zonal.csi.backend.cloud.instance;

import dev.zonal.csi.backend.VolumeDevices;
import dev.zonal.csi.backend.cloud.CloudRefusals;
import dev.zonal.csi.backend.cloud.PatientCloud;
import dev.zonal.csi.backend.cloud.PublishContext;
import dev.zonal.csi.backend.cloud.VolumeTags;
import dev.zonal.csi.backend.cloud.Waiting;
import dev.zonal.csi.cloud.AttachedDevice;
import dev.zonal.csi.cloud.AttachedDevices;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskChange;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.concurrent.Backoff;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.tracing.CurrentSpan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The disks that have come to this instance, as the devices of a node. */
public final class InstanceVolumes implements VolumeDevices {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceVolumes.class);

    /** Kubelet asks again and again, and has not to wait for a cloud that is gone. */
    private static final Duration PATIENCE_WITH_SLOTS = Duration.ofSeconds(1);

    private static final String TOLD = "csi-node";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** A device that does not come for so long does not come because somebody waits. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private final PatientCloud cloud;
    private final Instance instance;
    private final AttachedDevices devices;
    private final Host host;
    private final KnownVolumes known;
    private final Waiting waiting;
    private final long maximum;
    private volatile long slots;

    /**
     * @param notes a folder in which to remember what this instance was told of; it need not outlive a boot
     * @param maximum how many volumes it takes at most; 0 for as many as its type does
     */
    public InstanceVolumes(
            PatientCloud cloud,
            Instance instance,
            AttachedDevices devices,
            Host host,
            Path notes,
            Waiting waiting,
            long maximum) {
        this.cloud = cloud;
        this.instance = instance;
        this.devices = devices;
        this.host = host;
        this.known = new KnownVolumes(host.files(), notes, waiting.random());
        this.waiting = waiting;
        this.maximum = maximum;
        this.slots = slotsForDisks(instance);
    }

    /**
     * The first time, the disk is asked what it carries by a change of its tags, whose answer is true: what a read says may
     * be from before its filesystem was made.
     */
    @Override
    public void learn(VolumeId id, Map<String, String> publishContext) {
        PublishContext told = PublishContext.parse(publishContext);
        Optional<StagedNote> before = known.find(id);
        if (before.filter(note -> note.diskId().equals(told.disk())).isPresent()) {
            return;
        }
        if (before.filter(StagedNote::staged).isPresent()) {
            throw new StorageException.FailedPrecondition("volume " + id + " is staged here as disk "
                    + before.get().disk() + ", and not as " + told.disk() + "; unstage it first");
        }
        known.keep(id, tagged(id, told.disk(), Map.of(TOLD, instance.id().text())), false);
    }

    private Disk tagged(VolumeId id, DiskId disk, Map<String, String> tags) {
        try {
            return cloud.tagDisk(disk, tags, waiting.freshToken());
        } catch (CloudException refused) {
            if (refused.kind() == Kind.NOT_FOUND) {
                throw new StorageException.NotFound("the disk of volume " + id + " is gone: " + refused.getMessage());
            }
            throw CloudRefusals.of(refused);
        }
    }

    @Override
    public Optional<Volume> volume(VolumeId id) {
        return known.find(id).flatMap(StagedNote::volume);
    }

    @Override
    public Optional<String> abnormal(VolumeId id) {
        return known.find(id)
                .filter(note -> note.staged() && devices.of(note.serial()).isEmpty())
                .map(note -> "disk " + note.disk() + " is not on instance " + instance.id() + " any more");
    }

    @Override
    public boolean isUsable(VolumeId id) {
        return true;
    }

    @Override
    public void requireUsable(VolumeId id) {
        // Whether its device is there is seen by whoever needs it.
    }

    /** The device may come a while after the cloud says that the instance has the disk. */
    @Override
    public Path attach(VolumeId id, boolean readOnly) {
        StagedNote note = known.required(id);
        await(
                "until the device is there",
                () -> devices.of(note.serial()).isPresent(),
                "the device of volume " + id + " (serial " + note.serial() + ") is not there yet; where it stays away,"
                        + " see whether disk " + note.disk() + " is on instance " + instance.id());
        AttachedDevice device = devices.of(note.serial()).orElseThrow(() -> vanished(id));
        if (readOnly && !device.readOnly()) {
            throw new StorageException.FailedPrecondition(
                    "volume " + id + " has come to this node for writing, and a raw"
                            + " device that is read-only can't be made of it; publish it read-only to the node");
        }
        if (!note.staged()) {
            known.keep(id, note.asStaged());
        }
        return device.path();
    }

    private static StorageException.Unavailable vanished(VolumeId id) {
        return new StorageException.Unavailable("the device of volume " + id + " is gone again; try again");
    }

    private void await(String span, BooleanSupplier condition, String otherwise) {
        if (!condition.getAsBoolean()) {
            CurrentSpan.within(span, () -> awaitChange(condition, otherwise));
        }
    }

    private void awaitChange(BooleanSupplier condition, String otherwise) {
        Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, waiting.random());
        Duration waited = Duration.ZERO;
        do {
            Deadline.current().checkpoint();
            Duration pause = backoff.next();
            waited = waited.plus(pause);
            if (waited.compareTo(LONGEST_WAIT) > 0) {
                throw new StorageException.Unavailable(otherwise);
            }
            waiting.pause("wait before the next look", pause);
        } while (!condition.getAsBoolean());
    }

    /** One that is read-only as a whole stands for both kinds. */
    @Override
    public Optional<Path> attached(VolumeId id, boolean readOnly) {
        return staged(id).filter(device -> device.readOnly() || !readOnly).map(AttachedDevice::path);
    }

    @Override
    public List<Path> attached(VolumeId id) {
        return staged(id).map(AttachedDevice::path).stream().toList();
    }

    private Optional<AttachedDevice> staged(VolumeId id) {
        return known.find(id).filter(StagedNote::staged).flatMap(note -> devices.of(note.serial()));
    }

    @Override
    public Optional<VolumeId> volumeOn(Path device) {
        return known.all().entrySet().stream()
                .filter(entry -> Stream.ofNullable(entry.getValue())
                        .flatMap(note -> devices.of(note.serial()).stream())
                        .anyMatch(found -> found.path().equals(device)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** It stays on the instance until the controller takes it away; what was written to it is on the disk before that. */
    @Override
    public void detach(VolumeId id) {
        staged(id).ifPresent(device -> host.filesystems().flush(device.path()));
        known.forget(id);
    }

    @Override
    public Volume expandVolume(VolumeId id, ByteSize capacity) {
        StagedNote note = known.required(id);
        Disk disk = tagged(id, note.diskId(), Map.of(TOLD, instance.id().text()));
        if (capacity.isMoreThan(disk.size())) {
            CloudRefusals.changing(
                    () -> cloud.modifyDisk(note.diskId(), DiskChange.ofSize(capacity), waiting.freshToken()));
            await(
                    "until the disk has grown",
                    () -> hasGrown(note, capacity),
                    "disk " + note.disk() + " of volume " + id + " does not become larger yet; try again");
            disk = tagged(id, note.diskId(), Map.of(TOLD, instance.id().text()));
        }
        return known.keep(id, disk, note.staged());
    }

    private boolean hasGrown(StagedNote note, ByteSize capacity) {
        List<Disk> seen = CloudRefusals.changing(() -> cloud.describeDisks(Set.of(note.diskId())));
        return seen.stream().anyMatch(disk -> !disk.modifying() && !capacity.isMoreThan(disk.size()));
    }

    /** The device may have the old size for a while. */
    @Override
    public void refreshSize(VolumeId id) {
        long size = known.required(id).sizeBytes();
        staged(id)
                .ifPresent(device -> await(
                        "until the device has grown",
                        () -> host.filesystems().deviceSize(device.path()).bytes() >= size,
                        "the device of volume " + id + " has its old size yet; try again"));
    }

    @Override
    public Volume recordContents(VolumeId id, Contents contents) {
        StagedNote note = known.required(id);
        Volume volume = note.volume().orElseThrow(() -> vanished(id));
        if (volume.contents().equals(contents)) {
            return volume;
        }
        return known.keep(id, tagged(id, note.diskId(), VolumeTags.of(contents)), note.staged());
    }

    @Override
    public boolean keeps(Path path) {
        return devices.keeps(path);
    }

    /** Other devices come and go in the slots of an instance; where the cloud does not answer, it is as it was last. */
    @Override
    public long maximumVolumes() {
        try {
            Deadline.of(Optional.of(PATIENCE_WITH_SLOTS), () -> false).call(cloud::instances).stream()
                    .filter(found -> found.id().equals(instance.id()))
                    .findFirst()
                    .ifPresent(found -> slots = slotsForDisks(found));
        } catch (CloudException | StorageException.DeadlineExceeded unanswered) {
            LOG.atWarn()
                    .addKeyValue("reason", unanswered.getMessage())
                    .log("how many disks the instance takes now is not known");
        }
        return maximum == 0 ? slots : Math.min(maximum, slots);
    }

    private static long slotsForDisks(Instance instance) {
        return (long) instance.slots() - instance.otherDevices();
    }
}
