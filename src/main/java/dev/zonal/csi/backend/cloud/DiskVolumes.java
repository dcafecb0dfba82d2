package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.backend.ModifiableVolumes;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.cloud.ClientToken;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskCategory;
import dev.zonal.csi.cloud.DiskChange;
import dev.zonal.csi.cloud.DiskSnapshot;
import dev.zonal.csi.cloud.DiskState;
import dev.zonal.csi.cloud.NewDisk;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.DiskQuality;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.tracing.CurrentSpan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Volumes come, change and go, each as one disk. */
final class DiskVolumes implements ModifiableVolumes {
    /** A disk that was accepted may fail, or vanish; whoever sells so many of these will not do better. */
    private static final int MOST_LOST = 3;

    private final CloudParts parts;
    private final Categories categories;

    DiskVolumes(CloudParts parts, Categories categories) {
        this.parts = parts;
        this.categories = categories;
    }

    Volume create(NewVolume volume) {
        Optional<Volume> begun =
                begun(volume.id().stem()).flatMap(parts.lookup()::asItIs).flatMap(disk -> awaited(disk, volume.id()));
        if (begun.isPresent()) {
            return begun.get();
        }
        Places.Place place = parts.index()
                .requiredPlaces()
                .place(volume.id().home())
                .orElseThrow(() -> new StorageException.NotFound(
                        "no zone of the cloud has the id " + volume.id().home()));
        Optional<DiskSnapshot> source = volume.source().map(from -> source(from, volume.capacity()));
        if (!place.zone().up()) {
            throw new StorageException.Unavailable("zone '" + place.zone().name() + "' of the cloud does not answer");
        }
        StorageException refused =
                new StorageException.ResourceExhausted("zone '" + place.zone().name() + "' sells no disks");
        List<String> wished = categories.wished(volume.parameters().disk(), place);
        for (int i = 0; i < wished.size(); i++) {
            try {
                DiskCategory category = categories.forVolume(wished.get(i), place, volume.capacity());
                return make(request(volume, place.zone().name(), category, source), volume);
            } catch (StorageException.ResourceExhausted none) {
                refused = none;
            } catch (StorageException.OutOfRange wrongSize) {
                refused = i > 0 && refused instanceof StorageException.ResourceExhausted ? refused : wrongSize;
            }
        }
        throw refused;
    }

    private DiskSnapshot source(ContentSource from, ByteSize capacity) {
        if (from instanceof ContentSource.FromSnapshot snapshot) {
            DiskSnapshot cut = parts.index()
                    .cut(snapshot.id())
                    .orElseThrow(() -> new StorageException.NotFound("no snapshot " + snapshot.id() + " here"));
            if (cut.size().isMoreThan(capacity)) {
                throw new StorageException.OutOfRange(
                        "snapshot " + snapshot.id() + " needs a volume of " + cut.size() + " at least");
            }
            if (cut.state() == DiskSnapshot.State.PENDING) {
                throw new StorageException.Unavailable("snapshot " + snapshot.id() + " is not ready yet; try again");
            }
            return cut;
        }
        throw parts.index().catalogue().volume((VolumeId) from.id()).isEmpty()
                ? new StorageException.NotFound("no volume " + from.id() + " here")
                : new StorageException.InvalidArgument("volume_content_source.volume: a cloud copies no disk; take a"
                        + " snapshot of " + from.id() + " and restore that");
    }

    private static NewDisk request(
            NewVolume volume, String zone, DiskCategory category, Optional<DiskSnapshot> source) {
        Contents contents = source.map(VolumeTags::contentsOf).orElseGet(Contents.Blank::new);
        return new NewDisk(
                Set.of(zone),
                category.name(),
                volume.capacity(),
                volume.parameters().disk().iops(),
                source.map(DiskSnapshot::id),
                VolumeTags.of(volume, contents));
    }

    /** What an earlier request of that name has begun, whichever zone and category was chosen then. */
    private Optional<Disk> begun(String stem) {
        return parts.index().requiredPlaces().homes(Set.of()).stream()
                .flatMap(home -> parts.index().disk(VolumeId.ofStem(stem, home.id())).stream())
                .findFirst();
    }

    private Volume make(NewDisk request, NewVolume volume) {
        for (int lost = 0; lost < MOST_LOST; lost++) {
            Disk accepted = accepted(request, volume);
            Optional<Volume> made = awaited(accepted, volume.id());
            if (made.isPresent()) {
                return made.get();
            }
        }
        throw new StorageException.Unavailable(
                "the cloud accepts a disk for " + volume.id() + ", and then loses it; try again");
    }

    /**
     * The volume, as soon as its disk is there. Empty where it came to nothing, and is gone by now: before that its token is
     * not good again.
     *
     * @param accepted as it is, by no read: one that is going may be seen whole for a while
     * @param asked the volume that it becomes, unless it says that it is another one of that name
     */
    private Optional<Volume> awaited(Disk accepted, VolumeId asked) {
        VolumeId id = VolumeTags.idOf(accepted).orElse(asked);
        // Whoever stops to wait for it may want it deleted.
        parts.index().changed(id, accepted);
        Optional<Disk> made = accepted.state() == DiskState.CREATING
                ? CurrentSpan.within(
                        "until the disk is there",
                        () -> parts.disks().until(accepted.id(), disk -> disk.state() != DiskState.CREATING))
                : Optional.of(accepted);
        Optional<Volume> volume = made.flatMap(disk -> parts.index().changed(id, disk));
        if (volume.isEmpty()) {
            made.filter(disk -> disk.state() == DiskState.FAILED).ifPresent(this::remove);
            CurrentSpan.within("until the disk is gone", () -> parts.disks().until(accepted.id(), _ -> false));
            parts.index().gone(id);
        }
        return volume;
    }

    /** The token follows from the name alone: of all that is asked for under that name the cloud makes one. */
    private Disk accepted(NewDisk request, NewVolume volume) {
        ClientToken token = new ClientToken(volume.id().stem());
        try {
            return parts.doubts()
                    .during(
                            volume.id(),
                            parts.waiting().now(),
                            () -> parts.cloud().createDisk(request, token));
        } catch (CloudException refused) {
            return switch (refused.kind()) {
                // A quota may be looked at before the token is.
                case QUOTA, SOLD_OUT ->
                    parts.lookup()
                            .missed(volume.id())
                            .flatMap(parts.lookup()::asItIs)
                            .orElseThrow(() -> CloudRefusals.of(refused));
                // With another zone, category or size.
                case TOKEN_REUSED ->
                    parts.lookup()
                            .accepted(volume.id().stem())
                            .flatMap(parts.lookup()::asItIs)
                            .orElseThrow(() -> hidden(volume, refused));
                case THROTTLED, NOT_FOUND, CONFLICT, INVALID, UNAUTHENTICATED, UNAVAILABLE, INTERNAL ->
                    throw CloudRefusals.of(refused);
            };
        }
    }

    private static StorageException.Unavailable hidden(NewVolume volume, CloudException refused) {
        return new StorageException.Unavailable(
                "the cloud has a disk for '" + volume.name() + "', and lists none; try again", refused);
    }

    private void remove(Disk disk) {
        Removal.of(
                () -> parts.cloud().deleteDisk(disk.id(), parts.waiting().freshToken()),
                () -> parts.disks()
                        .until(disk.id(), _ -> true)
                        .filter(seen -> seen.state() != DiskState.DELETING)
                        .isPresent());
    }

    void delete(VolumeId id) {
        parts.lookup().disk(id).ifPresent(disk -> {
            remove(disk);
            parts.index().gone(id);
        });
    }

    Volume expand(VolumeId id, ByteSize capacity) {
        Disk disk = parts.lookup().required(id);
        if (capacity.isMoreThan(disk.size())) {
            categories.requireSize(disk.category(), capacity);
            change(disk, id, DiskChange.ofSize(capacity));
        }
        return parts.index().catalogue().volume(id).orElseThrow(() -> gone(id));
    }

    @Override
    public void modify(VolumeId id, DiskQuality quality) {
        Disk disk = parts.lookup().required(id);
        quality.category().ifPresent(category -> categories.requireKnown(category, "mutable_parameters: category"));
        if (!quality.equals(DiskQuality.AS_IT_IS)) {
            change(disk, id, new DiskChange(Optional.empty(), quality.category(), quality.iops()));
        }
    }

    /** Until the cloud says that it is so, by answers that are not from before: what it accepts may still take its time. */
    private void change(Disk disk, VolumeId id, DiskChange change) {
        Optional<Disk> seen = parts.lookup().asItIs(disk);
        while (!isSo(seen.orElseThrow(() -> gone(id)), change)) {
            request(seen.get(), change);
            Instant believed = parts.waiting().now().plus(SharedLooks.OLDEST_READ);
            seen = CurrentSpan.within(
                            "until the disk is changed",
                            () -> parts.disks()
                                    .until(
                                            disk.id(),
                                            now -> isSo(now, change)
                                                    || (!now.modifying()
                                                            && parts.waiting()
                                                                    .now()
                                                                    .isAfter(believed))))
                    .flatMap(parts.lookup()::asItIs);
        }
        parts.index().changed(id, seen.get());
    }

    private void request(Disk disk, DiskChange change) {
        if (disk.modifying()) {
            return;
        }
        try {
            parts.cloud().modifyDisk(disk.id(), change, parts.waiting().freshToken());
        } catch (CloudException refused) {
            // Another change is under way, which may be this one.
            if (refused.kind() != Kind.CONFLICT) {
                throw CloudRefusals.of(refused);
            }
        }
    }

    private static boolean isSo(Disk disk, DiskChange change) {
        return !disk.modifying()
                && change.size().map(size -> !size.isMoreThan(disk.size())).orElse(true)
                && change.category().map(disk.category()::equals).orElse(true)
                && (change.iops().isEmpty() || change.iops().getAsLong() == disk.iops());
    }

    private static StorageException.NotFound gone(VolumeId id) {
        return new StorageException.NotFound("the disk of volume " + id + " is gone");
    }
}
