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

/** The snapshots of one pool. One caller at a time for each id. */
public final class LocalSnapshots {
    private final PoolParts pool;
    private final Topology here;

    public LocalSnapshots(PoolParts pool, Topology here) {
        this.pool = pool;
        this.here = here;
    }

    public Snapshot create(NewSnapshot asked) {
        if (pool.index().snapshot(asked.id()).isPresent()) {
            throw new StorageException.AlreadyExists(asked.id() + " exists already");
        }
        Volume source = pool.index()
                .volume(asked.source())
                .orElseThrow(
                        () -> LocalVolumes.notFound("volume", asked.source().value()));
        refuseTooMany(source.id());
        Path image = pool.layout().image(source.id());
        FileStatus status = pool.files().status(image).orElseThrow(() -> LocalVolumes.imageMissing(image));
        Deadline.current().checkpoint();
        ByteSize estimate = ByteSize.ofBytes(status.allocatedBytes());
        try (Reservation room = pool.reserve(Charge.ofSnapshot(estimate), Provisioning.THIN);
                Draft<SnapshotRecord> draft =
                        pool.layout().snapshots().draft(asked.id().value())) {
            Path copy = draft.file(Layout.IMAGE);
            Instant created = pool.cut().cut(image, status.identity(), copy, asked.consistency());
            StoredSnapshot stored = new StoredSnapshot(snapshot(asked, source, created), held(copy));
            room.correctTo(stored.charge());
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

    /** A writer may have added to the image between the look at it and the cut. */
    private ByteSize held(Path copy) {
        return ByteSize.ofBytes(pool.files()
                .status(copy)
                .orElseThrow(() -> LocalVolumes.imageMissing(copy))
                .allocatedBytes());
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
                List.of(here));
    }

    public void delete(SnapshotId id) {
        Optional<StoredSnapshot> stored = pool.index().snapshot(id);
        if (stored.isPresent()) {
            pool.layout().snapshots().remove(id.value());
            pool.index().remove(id);
            pool.ledger().strike(stored.get().charge());
        }
    }
}
