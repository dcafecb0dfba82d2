package dev.zonal.csi.rpc;

import dev.zonal.csi.controller.Page;
import dev.zonal.csi.controller.PageRequest;
import dev.zonal.csi.controller.Snapshots;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import java.util.List;
import java.util.Optional;

/** What ListSnapshots asks for; an id that there is nothing of is no error there, but an empty list. */
sealed interface SnapshotQuery {
    Page<Snapshot> NOTHING = new Page<>(List.of(), "");

    Page<Snapshot> ask(Snapshots snapshots);

    static SnapshotQuery parse(ListSnapshotsRequest request) {
        PageRequest page = SnapshotMessages.page(request);
        String id = request.getSnapshotId();
        String source = request.getSourceVolumeId();
        if (!id.isEmpty()) {
            return SnapshotId.parse(id)
                    .<SnapshotQuery>map(known -> new One(known, source))
                    .orElseGet(None::new);
        }
        if (!source.isEmpty()) {
            return VolumeId.parse(source)
                    .<SnapshotQuery>map(volume -> new Many(page, Optional.of(volume)))
                    .orElseGet(None::new);
        }
        return new Many(page, Optional.empty());
    }

    record None() implements SnapshotQuery {
        @Override
        public Page<Snapshot> ask(Snapshots snapshots) {
            return NOTHING;
        }
    }

    /**
     * @param source the volume that it has to be from, empty where any will do
     */
    record One(SnapshotId id, String source) implements SnapshotQuery {
        @Override
        public Page<Snapshot> ask(Snapshots snapshots) {
            try {
                Snapshot snapshot = snapshots.get(id);
                boolean wanted = source.isEmpty() || snapshot.source().value().equals(source);
                return wanted ? new Page<>(List.of(snapshot), "") : NOTHING;
            } catch (StorageException.NotFound gone) {
                return NOTHING;
            }
        }
    }

    record Many(PageRequest page, Optional<VolumeId> source) implements SnapshotQuery {
        @Override
        public Page<Snapshot> ask(Snapshots snapshots) {
            return snapshots.list(page, source);
        }
    }
}
