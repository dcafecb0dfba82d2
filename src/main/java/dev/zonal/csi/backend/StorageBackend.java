package dev.zonal.csi.backend;

import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Sizing;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where volumes and snapshots live. The backend is the truth about them; nobody else keeps any.
 *
 * <p>What every implementation keeps to:
 *
 * <ul>
 *   <li><b>Durable</b>: what a call returned is there after a power cut.
 *   <li><b>All or nothing</b>: a call that throws leaves nothing behind, and a crash leaves only what the next start
 *       finishes or removes before it answers; nothing half-made is ever listed.
 *   <li><b>Known by id</b>: a create call makes sure that there is an object of that id. Repeated after a lost answer it
 *       leads to the same object; one that is there already is returned as it is, whatever else was asked, and the caller
 *       compares. Of calls on one id the use case makes one at a time.
 *   <li><b>Cheap to ask</b>: {@code volume}, {@code snapshot}, lists, {@code homes}, {@code state}, {@code abnormal} and
 *       {@code capacity} touch no disk and wait for no slow call. They are answered from what is known here: what this
 *       backend has returned is known at once, what somebody else has changed a moment later. Where it is not known yet
 *       whether there is such an object, they are Unavailable.
 *   <li><b>Any order</b>: volumes and snapshots are independent of what they were made from, and can be deleted in any
 *       order.
 *   <li><b>One home, one fate</b>: a home that can't be used stops no call on another one. What was known of its objects
 *       is still listed; whatever needs it is Unavailable with the reason, also a list or a look-up that would leave
 *       out what nobody could read yet.
 * </ul>
 *
 * <p>Failures are {@link StorageException}s: NotFound for an object that is not there, ResourceExhausted where space is
 * missing, FailedPrecondition where it is in use, Unavailable where the home can't be reached now and nothing was begun,
 * OutcomeUnknown where something may have been. Every other exception is unexpected.
 */
public interface StorageBackend {
    /** What it offers; never changes. A call that belongs to something else is Unimplemented. */
    Set<Feature> features();

    /**
     * Every place where this backend can put a volume, whatever its state, in the order in which a volume that may go
     * anywhere tries them: that of its configuration, where it knows no better. One that
     * was never open since the start has an id that no object bears, or is missing where nobody knows of it yet.
     */
    List<Home> homes();

    /**
     * How that home is. For an id that no home has: how the first one is that was never open since the start, because it
     * may be the one that is meant; empty where there is none.
     */
    Optional<HomeState> state(HomeId home);

    /** What is wrong with that volume, or with its home; empty where nothing is known to be. */
    Optional<String> abnormal(VolumeId id);

    /**
     * What can still be made on that home with those parameters; {@link Capacity#NONE} where it can't be used now. NotFound
     * where the home isn't one of {@link #homes}.
     */
    Capacity capacity(HomeId home, VolumeParameters parameters);

    /** What the size of every volume with those parameters is a multiple of; itself a multiple of 4096. */
    default ByteSize sizeStep(VolumeParameters parameters) {
        return ByteSize.ofBytes(Sizing.BLOCK);
    }

    /**
     * The volume, or empty where there is none of that id.
     *
     * @throws StorageException.FailedPrecondition where it is there and can't be used, because its record is damaged;
     *     the lists leave it out
     */
    Optional<Volume> volume(VolumeId id);

    /**
     * The volume that somebody was told of. A backend that has only just begun looks further for one that it does not know
     * than {@link #volume} does, which tells at once.
     *
     * @throws StorageException.NotFound where there is no such volume
     */
    default Volume requiredVolume(VolumeId id) {
        return volume(id).orElseThrow(() -> new StorageException.NotFound("no volume " + id + " here"));
    }

    /** The volumes with ids after that one, in the order of their ids, at most {@code limit}. */
    List<Volume> volumes(Optional<VolumeId> after, int limit);

    /**
     * Makes a volume, with the content of its source where it has one, in a time that does not grow with its size,
     * unless it is thick; or finds it made.
     *
     * @throws StorageException.ResourceExhausted where the home has no room for it
     * @throws StorageException.NotFound where the source is gone
     */
    Volume createVolume(NewVolume volume);

    /**
     * Removes a volume and frees its space; one that isn't there is removed already.
     *
     * @throws StorageException.FailedPrecondition where it is in use on a node
     */
    void deleteVolume(VolumeId id);

    /**
     * Makes a volume larger, in use or not; one that has that size or more stays as it is. The device on the node and
     * the filesystem on it follow by a call to the node.
     *
     * @throws StorageException.OutOfRange where the home has no room for it: no other home helps, but asking for less does
     */
    Volume expandVolume(VolumeId id, ByteSize capacity);

    /**
     * The snapshot, or empty where there is none of that id.
     *
     * @throws StorageException.FailedPrecondition where it is there and can't be used, as for a volume
     */
    Optional<Snapshot> snapshot(SnapshotId id);

    /**
     * The snapshot that somebody was told of, as {@link #requiredVolume}.
     *
     * @throws StorageException.NotFound where there is no such snapshot
     */
    default Snapshot requiredSnapshot(SnapshotId id) {
        return snapshot(id).orElseThrow(() -> new StorageException.NotFound("no snapshot " + id + " here"));
    }

    /**
     * That snapshot when a volume can be made from it. A backend in which snapshots become ready in the course of time may
     * wait for it, as long as the caller's time lasts.
     *
     * @throws StorageException.Unavailable where it is not ready yet
     * @throws StorageException.NotFound where there is none
     */
    default Snapshot awaitReady(SnapshotId id) {
        Snapshot snapshot =
                snapshot(id).orElseThrow(() -> new StorageException.NotFound("no snapshot " + id + " here"));
        if (!snapshot.readyToUse()) {
            throw new StorageException.Unavailable(
                    "snapshot " + id + " is cut and not ready yet; a restore has to wait until it is");
        }
        return snapshot;
    }

    /** The snapshots with ids after that one, in the order of their ids, at most {@code limit}. */
    List<Snapshot> snapshots(Optional<SnapshotId> after, int limit);

    /** Those that were cut from that volume, which may be gone. */
    List<Snapshot> snapshotsOf(VolumeId source, Optional<SnapshotId> after, int limit);

    /**
     * Cuts a snapshot in a time that does not grow with the volume's size, whether that is in use or not, or finds it
     * cut. All that the workload made durable before the call is in it. It may become ready only later: see {@link
     * Snapshot#readyToUse}.
     */
    Snapshot createSnapshot(NewSnapshot snapshot);

    /** Removes a snapshot and frees what it alone held; one that isn't there is removed already. */
    void deleteSnapshot(SnapshotId id);
}
