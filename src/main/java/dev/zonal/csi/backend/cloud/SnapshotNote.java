package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.store.RecordFormat;
import java.util.Optional;

/** What of a snapshot the cloud does not know by itself, as it stands in a tag. */
record SnapshotNote(String id, String name, String source, Optional<VolumeNote.NotedObject> volumeSnapshot) {
    static final RecordFormat<SnapshotNote> FORMAT = new RecordFormat<>("snapshot", 1, SnapshotNote.class);

    static SnapshotNote of(NewSnapshot snapshot) {
        return new SnapshotNote(
                snapshot.id().value(),
                snapshot.name(),
                snapshot.source().value(),
                snapshot.volumeSnapshot().map(VolumeNote.NotedObject::of));
    }
}
