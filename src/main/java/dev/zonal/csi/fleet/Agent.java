package dev.zonal.csi.fleet;

import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import java.util.function.Consumer;

/**
 * The driver of one node, as controllers see it. Any number of them ask it at once: its own locks decide, so a name is made
 * once on the node whoever asks.
 *
 * <p>Every command makes sure of something and can be repeated. Failures are {@link StorageException}s: those of {@link
 * dev.zonal.csi.backend.StorageBackend}, and Aborted where another operation has the object.
 */
public interface Agent {
    /** The volume, made where it is missing. */
    Effect<Volume> createVolume(NewVolume volume);

    /** The volume, at least that large. */
    Effect<Volume> expandVolume(VolumeId id, ByteSize capacity);

    /** No volume of that id. */
    Effect<VolumeId> deleteVolume(VolumeId id);

    /** The snapshot, cut where it is missing. */
    Effect<Snapshot> createSnapshot(NewSnapshot snapshot);

    /** No snapshot of that id. */
    Effect<SnapshotId> deleteSnapshot(SnapshotId id);

    /**
     * Reports, on the caller's thread: Hello first, then the homes, then all objects of each home that was opened, closed
     * by Complete, then whatever changes; a Beat from time to time where nothing does. Goes on until it fails.
     *
     * @throws StorageException.Unavailable where the follower is too far behind: it comes again and begins anew
     */
    void watch(Consumer<Report> follower);
}
