package dev.zonal.csi.backend.local.volume;

import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.backend.local.content.Layout;
import dev.zonal.csi.backend.local.content.PoolParts;
import dev.zonal.csi.backend.local.content.StoredSnapshot;
import dev.zonal.csi.backend.local.content.VolumeRecord;
import dev.zonal.csi.backend.local.space.Charge;
import dev.zonal.csi.backend.local.space.Reservation;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.concurrent.RollBack;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileIdentity;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.store.Draft;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The volumes of one pool: making, removing, growing. One caller at a time for each id. */
public final class LocalVolumes {
    private final PoolParts pool;
    private final Topology here;

    public LocalVolumes(PoolParts pool, Topology here) {
        this.pool = pool;
        this.here = here;
    }

    public Volume create(NewVolume asked) {
        return pool.index().volume(asked.id()).orElseGet(() -> make(asked));
    }

    private Volume make(NewVolume asked) {
        VolumeLimits.check(asked.capacity());
        Deadline.current().checkpoint();
        Provisioning provisioning = asked.parameters().provisioning();
        try (Reservation room = pool.reserve(Charge.ofVolume(asked.capacity()), provisioning);
                Draft<VolumeRecord> draft =
                        pool.layout().volumes().draft(asked.id().value())) {
            Path image = draft.file(Layout.IMAGE);
            Contents contents = asked.source()
                    .map(source -> copy(source, asked.capacity(), image))
                    .orElseGet(() -> blank(image, asked.capacity()));
            if (provisioning == Provisioning.THICK) {
                asked.source().ifPresent(_ -> unshare(image));
                files().allocate(image, asked.capacity());
            }
            Volume volume = volume(asked, contents);
            Layout.note(volume.claim(), draft);
            draft.publish(VolumeRecord.of(volume), Layout.IMAGE);
            room.keep();
            if (provisioning == Provisioning.THICK) {
                pool.space().added(asked.capacity().bytes());
            }
            pool.index().put(volume);
            return volume;
        }
    }

    private Contents blank(Path image, ByteSize capacity) {
        files().createSparse(image, capacity);
        return new Contents.Blank();
    }

    private Contents copy(ContentSource source, ByteSize capacity, Path image) {
        return switch (source) {
            case ContentSource.FromSnapshot(var id) -> {
                StoredSnapshot stored = pool.index().snapshot(id).orElseThrow(() -> notFound("snapshot", id.value()));
                refuseSmaller(capacity, stored.snapshot().size(), "snapshot " + id);
                files().cloneFile(pool.layout().image(id), image);
                lengthen(image, stored.snapshot().size(), capacity);
                yield stored.snapshot().contents();
            }
            case ContentSource.FromVolume(var id) -> {
                Volume volume = find(id);
                refuseSmaller(capacity, volume.capacity(), "volume " + id);
                pool.cut().cut(pool.layout().image(id), identity(id), image, Consistency.SYNCED);
                lengthen(image, volume.capacity(), capacity);
                yield volume.contents();
            }
        };
    }

    /** What a thick volume shares with its source is not its own yet. */
    private void unshare(Path image) {
        try {
            files().unshare(image);
        } catch (HostException failure) {
            if (failure.is(Errno.EOPNOTSUPP)) {
                throw new StorageException.FailedPrecondition(
                        "a copy can't be thick in this pool: its filesystem can't give a file its own copy of blocks that it"
                                + " shares (XFS can, btrfs can't); ask for a thin one",
                        failure);
            }
            throw failure;
        }
    }

    private static void refuseSmaller(ByteSize capacity, ByteSize size, String source) {
        if (size.isMoreThan(capacity)) {
            throw new StorageException.OutOfRange(
                    "a volume of " + capacity + " can't hold " + source + ", which has " + size);
        }
    }

    private void lengthen(Path image, ByteSize from, ByteSize to) {
        if (to.isMoreThan(from)) {
            files().resize(image, to);
        }
    }

    private Volume volume(NewVolume asked, Contents contents) {
        return new Volume(
                asked.id(),
                asked.name(),
                asked.capacity(),
                asked.capabilities(),
                asked.parameters(),
                asked.source(),
                contents,
                pool.clock().instant(),
                List.of(here),
                asked.claim());
    }

    public void delete(VolumeId id) {
        Optional<Volume> volume = pool.index().volume(id);
        if (volume.isEmpty()) {
            return;
        }
        Optional<FileStatus> image = files().status(pool.layout().image(id));
        image.map(FileStatus::identity).ifPresent(pool.attachments()::releaseIdle);
        pool.space().removing(image.map(FileStatus::allocatedBytes).orElse(0L), () -> {
            pool.layout().volumes().remove(id.value());
            pool.index().remove(id);
        });
        pool.ledger().strike(Charge.ofVolume(volume.get().capacity()));
    }

    public Volume expand(VolumeId id, ByteSize capacity) {
        Volume before = find(id);
        if (!capacity.isMoreThan(before.capacity())) {
            return before;
        }
        VolumeLimits.check(capacity);
        Deadline.current().checkpoint();
        Provisioning provisioning = before.parameters().provisioning();
        try (Reservation room = roomToGrow(before, capacity)) {
            Volume after = before.withCapacity(capacity);
            Path image = pool.layout().image(id);
            RollBack.attempt(undo -> {
                undo.add(() -> shrink(before, image));
                files().resize(image, capacity);
                if (provisioning == Provisioning.THICK) {
                    files().allocate(image, capacity);
                }
                // The image first: a record that promises more than the image has would be a lie after a crash.
                files().sync(image);
                pool.layout().volumes().rewrite(id.value(), VolumeRecord.of(before), VolumeRecord.of(after));
            });
            room.keep();
            if (provisioning == Provisioning.THICK) {
                pool.space().added(capacity.minusOrZero(before.capacity()).bytes());
            }
            pool.index().put(after);
            return after;
        }
    }

    private Reservation roomToGrow(Volume before, ByteSize capacity) {
        Provisioning provisioning = before.parameters().provisioning();
        try {
            return pool.reserve(Charge.ofExpansion(before.capacity(), capacity), provisioning);
        } catch (StorageException.ResourceExhausted full) {
            ByteSize most = before.capacity().plus(pool.available(provisioning));
            throw new StorageException.OutOfRange("volume " + before.id() + " can have " + most + " at most: "
                    + full.getMessage() + "; ask for no more, or delete something there first");
        }
    }

    /** Back to the size in the record, unless that could not be taken back itself. */
    private void shrink(Volume before, Path image) {
        String id = before.id().value();
        if (pool.layout().volumes().read(id).capacityBytes()
                == before.capacity().bytes()) {
            files().resize(image, before.capacity());
        }
    }

    public Volume recordContents(VolumeId id, Contents contents) {
        Volume before = find(id);
        if (before.contents().equals(contents)) {
            return before;
        }
        Volume after = before.withContents(contents);
        pool.layout().volumes().rewrite(id.value(), VolumeRecord.of(before), VolumeRecord.of(after));
        pool.index().put(after);
        return after;
    }

    public Volume find(VolumeId id) {
        return pool.index().volume(id).orElseThrow(() -> notFound("volume", id.value()));
    }

    public FileIdentity identity(VolumeId id) {
        return files().status(pool.layout().image(id))
                .map(FileStatus::identity)
                .orElseThrow(() -> imageMissing(pool.layout().image(id)));
    }

    private FileTree files() {
        return pool.files();
    }

    public static StorageException.FailedPrecondition imageMissing(Path image) {
        return new StorageException.FailedPrecondition("the image " + image + " was taken away");
    }

    public static StorageException.NotFound notFound(String kind, String id) {
        return new StorageException.NotFound(kind + " " + id + " does not exist");
    }
}
