package dev.zonal.csi.controller;

import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.StorageBackend;
import dev.zonal.csi.concurrent.Claim;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import java.util.List;
import java.util.Optional;

/** The use cases of snapshots. */
public final class Snapshots {
    private final StorageBackend backend;
    private final Operations operations;
    private final Homes homes;
    private final Paging<Snapshot, SnapshotId> paging = new Paging<>(Snapshot::id, SnapshotId::parse);

    public Snapshots(StorageBackend backend, Operations operations, Homes homes) {
        this.backend = backend;
        this.operations = operations;
        this.homes = homes;
    }

    /** Cuts the snapshot, or finds it cut. */
    public Snapshot create(SnapshotRequest request) {
        String stem = SnapshotId.stemOf(request.name());
        List<Claim> claims = List.of(Claim.exclusive(stem), Claim.shared(request.source()));
        return operations.claimed(
                claims,
                held -> named(stem)
                        .map(snapshot -> same(snapshot, request))
                        .orElseGet(() -> held.on(request.source().home(), () -> cut(request))));
    }

    private static Snapshot same(Snapshot snapshot, SnapshotRequest request) {
        Compatibility.difference(snapshot, request).ifPresent(difference -> {
            throw new StorageException.AlreadyExists("a snapshot named '" + request.name() + "' exists, "
                    + snapshot.id() + ", and does not satisfy this request: " + difference);
        });
        return snapshot;
    }

    private Snapshot cut(SnapshotRequest request) {
        Volume source = backend.requiredVolume(request.source());
        List<Topology> places = homes.restoreDomain(source.id().home());
        if (!request.accessibility().isMetBy(places)) {
            throw new StorageException.ResourceExhausted("accessibility_requirements: a snapshot lives where its"
                    + " volume does, at " + places + "; asked for "
                    + request.accessibility().requisite());
        }
        SnapshotId id = SnapshotId.of(request.name(), source.id().home());
        NewSnapshot asked =
                new NewSnapshot(id, request.name(), source.id(), request.consistency(), request.volumeSnapshot());
        // Somebody else may have cut it meanwhile, for another request.
        return same(backend.createSnapshot(asked), request);
    }

    /** Removes the snapshot; one that isn't there is removed already. */
    public void delete(SnapshotId id) {
        homes.refuseElsewhere(id);
        operations.run(id.home(), List.of(Claim.exclusive(id)), () -> backend.deleteSnapshot(id));
    }

    /**
     * @throws StorageException.NotFound where there is no such snapshot
     */
    public Snapshot get(SnapshotId id) {
        return backend.requiredSnapshot(id);
    }

    /** All snapshots, or those that were cut from one volume. */
    public Page<Snapshot> list(PageRequest request, Optional<VolumeId> source) {
        return source.map(volume -> paging.page(request, (after, limit) -> backend.snapshotsOf(volume, after, limit)))
                .orElseGet(() -> paging.page(request, backend::snapshots));
    }

    private Optional<Snapshot> named(String stem) {
        return homes.firstOnAny(home -> backend.snapshot(SnapshotId.ofStem(stem, home)));
    }
}
