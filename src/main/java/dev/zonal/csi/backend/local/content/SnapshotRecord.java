package dev.zonal.csi.backend.local.content;

import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.store.RecordFormat;
import dev.zonal.csi.store.UnreadableRecordException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What {@code snapshot.json} holds: the snapshot, all but the place, and its VolumeSnapshot, which has a record of its own.
 *
 * @param heldBytes what the image had allocated when it was cut, shared or not
 */
public record SnapshotRecord(
        String id,
        String name,
        String sourceVolume,
        long sizeBytes,
        long heldBytes,
        Consistency consistency,
        ContentsRecord contents,
        Instant created) {
    public static final RecordFormat<SnapshotRecord> FORMAT = new RecordFormat<>("snapshot", 1, SnapshotRecord.class);

    public static SnapshotRecord of(StoredSnapshot stored) {
        Snapshot snapshot = stored.snapshot();
        return new SnapshotRecord(
                snapshot.id().value(),
                snapshot.name(),
                snapshot.source().value(),
                snapshot.size().bytes(),
                stored.held().bytes(),
                snapshot.consistency(),
                ContentsRecord.of(snapshot.contents()),
                snapshot.created());
    }

    /**
     * The snapshot, without its VolumeSnapshot.
     *
     * @throws UnreadableRecordException where it was read whole and can't be meant
     */
    public StoredSnapshot toStored(Topology here) {
        try {
            Snapshot snapshot = new Snapshot(
                    new SnapshotId(id),
                    name,
                    new VolumeId(sourceVolume),
                    ByteSize.ofBytes(sizeBytes),
                    consistency,
                    contents.toContents(),
                    created,
                    true,
                    List.of(here),
                    Optional.empty());
            return new StoredSnapshot(snapshot, ByteSize.ofBytes(heldBytes));
        } catch (RuntimeException meaningless) {
            throw new UnreadableRecordException("it makes no sense: " + meaningless.getMessage(), meaningless);
        }
    }
}
