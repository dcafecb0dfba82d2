package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.cloud.ClientToken;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskSnapshot;
import dev.zonal.csi.cloud.DiskSnapshot.State;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.tracing.CurrentSpan;
import java.util.Optional;

/** Snapshots of disks: cut at once, ready later. */
final class DiskCuts {
    private final CloudParts parts;

    DiskCuts(CloudParts parts) {
        this.parts = parts;
    }

    Snapshot create(NewSnapshot snapshot) {
        Optional<Snapshot> present = parts.index().catalogue().snapshot(snapshot.id());
        if (present.isPresent()) {
            return present.get();
        }
        Disk source = parts.lookup().required(snapshot.source());
        if (snapshot.consistency() != Consistency.SYNCED) {
            throw new StorageException.InvalidArgument(
                    "parameters: consistency: a cloud cuts what has been written; only synced can be had");
        }
        // One that could not be stored; its token is good again when it is gone.
        parts.index().cut(snapshot.id()).ifPresent(failed -> remove(snapshot.id(), failed));
        DiskSnapshot accepted = CloudRefusals.changing(() -> parts.doubts()
                .during(
                        snapshot.id(),
                        parts.waiting().now(),
                        () -> parts.cloud()
                                .createSnapshot(
                                        source.id(),
                                        VolumeTags.of(snapshot),
                                        new ClientToken(snapshot.id().stem()))));
        return parts.index().changed(snapshot.id(), accepted);
    }

    Snapshot awaitReady(SnapshotId id) {
        DiskSnapshot cut = parts.lookup().cut(id).orElseThrow(() -> notFound(id));
        DiskSnapshot stored = CurrentSpan.within(
                        "until the snapshot is stored",
                        () -> parts.cuts().until(cut.id(), seen -> seen.state() != State.PENDING))
                .orElseThrow(() -> notFound(id));
        if (stored.state() == State.FAILED) {
            throw new StorageException.FailedPrecondition("snapshot " + id + " could not be stored by the cloud");
        }
        return parts.index().changed(id, stored);
    }

    private static StorageException.NotFound notFound(SnapshotId id) {
        return new StorageException.NotFound("no snapshot " + id + " here");
    }

    void delete(SnapshotId id) {
        parts.lookup().cut(id).ifPresent(cut -> remove(id, cut));
    }

    private void remove(SnapshotId id, DiskSnapshot cut) {
        Removal.of(
                () -> parts.cloud().deleteSnapshot(cut.id(), parts.waiting().freshToken()),
                () -> parts.cuts().until(cut.id(), _ -> true).isPresent());
        parts.index().gone(id);
    }
}
