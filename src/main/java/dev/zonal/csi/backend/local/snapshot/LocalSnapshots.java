package dev.zonal.csi.backend.local.snapshot;

import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.local.content.Layout;
import dev.zonal.csi.backend.local.content.PoolParts;
import dev.zonal.csi.backend.local.content.SnapshotRecord;
import dev.zonal.csi.backend.local.content.StoredSnapshot;
import dev.zonal.csi.backend.local.space.Charge;
import dev.zonal.csi.backend.local.space.Reservation;
import dev.zonal.csi.backend.local.volume.LocalVolumes;
import dev.zonal.csi.backend.local.volume.VolumeLimits;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.host.FileIdentity;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.store.Draft;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** The snapshots of one pool. One caller at a time for each id. */
public final class LocalSnapshots {
    /** The map of an image's extents takes a little of what the image has allocated, at most that part. */
    private static final int MAP_PART = 128;

    private final PoolParts pool;
    private final Topology here;

    public LocalSnapshots(PoolParts pool, Topology here) {
        this.pool = pool;
        this.here = here;
    }

    public Snapshot create(NewSnapshot asked) {
        return pool.index().snapshot(asked.id()).map(StoredSnapshot::snapshot).orElseGet(() -> cut(asked));
    }

    private Snapshot cut(NewSnapshot asked) {
        Volume source = pool.index()
                .volume(asked.source())
                .orElseThrow(
                        () -> LocalVolumes.notFound("volume", asked.source().value()));
        refuseTooMany(source.id());
        Path image = pool.layout().image(source.id());
        FileStatus status = pool.files().status(image).orElseThrow(() -> LocalVolumes.imageMissing(image));
        Deadline.current().checkpoint();
        try (Reservation room = room(source, image, status.identity());
                Draft<SnapshotRecord> draft =
                        pool.layout().snapshots().draft(asked.id().value())) {
            Path copy = draft.file(Layout.IMAGE);
            Instant created = pool.cut().cut(image, status.identity(), copy, asked.consistency());
            StoredSnapshot stored = new StoredSnapshot(snapshot(asked, source, created), held(copy, source.capacity()));
            room.correctTo(stored.charge(), pool.space().look());
            Layout.note(asked.volumeSnapshot(), draft);
            draft.publish(SnapshotRecord.of(stored), Layout.IMAGE);
            room.keep();
            pool.index().put(stored);
            return stored.snapshot();
        }
    }

    /** Those who cut at the same moment may pass together: the limit keeps a pool from growing without end. */
    private void refuseTooMany(VolumeId source) {
        int count = pool.index().snapshotCountOf(source);
        if (count >= VolumeLimits.MOST_SNAPSHOTS) {
            throw new StorageException.ResourceExhausted("volume " + source + " has " + count
                    + " snapshots, as many as one can have; delete those that nobody needs");
        }
    }

    /**
     * Before the cut nobody knows what it will hold: the sync in it may bring more into the image. Where there is room for
     * all that it can hold, that is reserved; else what it holds after a sync, and the cut is held against that.
     */
    private Reservation room(Volume source, Path image, FileIdentity identity) {
        Charge most = Charge.ofSnapshot(source.capacity());
        return pool.tryReserve(most, Provisioning.THIN).orElseGet(() -> {
            pool.cut().settle(identity);
            long written = written(image);
            return pool.reserve(Charge.ofSnapshot(ByteSize.ofBytes(written + written / MAP_PART)), Provisioning.THIN);
        });
    }

    /** What was reserved and never written is not in a clone. */
    private long written(Path image) {
        LongAdder bytes = new LongAdder();
        pool.files().extents(image, extent -> bytes.add(extent.written() ? extent.bytes() : 0));
        return bytes.sum();
    }

    /** The map of the image's extents is allocated too, and among the needs of the filesystem already. */
    private ByteSize held(Path copy, ByteSize capacity) {
        FileStatus status = pool.files().status(copy).orElseThrow(() -> LocalVolumes.imageMissing(copy));
        return ByteSize.min(ByteSize.ofBytes(status.allocatedBytes()), capacity);
    }

    private Snapshot snapshot(NewSnapshot asked, Volume source, Instant created) {
        return new Snapshot(
                asked.id(),
                asked.name(),
                source.id(),
                source.capacity(),
                asked.consistency(),
                source.contents(),
                created,
                true,
                List.of(here),
                asked.volumeSnapshot());
    }

    public void delete(SnapshotId id) {
        Optional<StoredSnapshot> stored = pool.index().snapshot(id);
        if (stored.isPresent()) {
            pool.space().removing(allocated(pool.layout().image(id)), () -> {
                pool.layout().snapshots().remove(id.value());
                pool.index().remove(id);
            });
            pool.ledger().strike(stored.get().charge());
        }
    }

    private long allocated(Path image) {
        return pool.files().status(image).map(FileStatus::allocatedBytes).orElse(0L);
    }
}
