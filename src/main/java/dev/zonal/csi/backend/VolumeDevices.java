package dev.zonal.csi.backend;

import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a node plugin needs of the backend on the node itself: a block device for a volume.
 *
 * <p>Each call is an "ensure": it looks at what the kernel has, does what is missing, and can be repeated after a crash
 * at any point. The caller holds the volume's lock.
 */
public interface VolumeDevices {
    /** The volume, where it can be attached to this node; of a home that can't be used, as it was known last. */
    Optional<Volume> volume(VolumeId id);

    /** What is wrong with that volume, or with its home; empty where nothing is known to be. */
    Optional<String> abnormal(VolumeId id);

    /**
     * What the controller says of the volume (publish_context), before it is staged or published: whoever finds it by that
     * keeps it.
     *
     * @throws StorageException.NotFound where there is no such volume
     */
    default void learn(VolumeId id, Map<String, String> publishContext) {}

    /**
     * Whether its home can be used, as far as this node has it. Where it can't, the volume can still be taken away: {@link #attached(VolumeId)},
     * {@link #volumeOn} and {@link #detach} ask no disk of the home.
     */
    boolean isUsable(VolumeId id);

    /**
     * For whatever needs the volume's data.
     *
     * @throws StorageException.Unavailable with the reason, where its home can't be used
     */
    void requireUsable(VolumeId id);

    /**
     * Makes sure that the volume is a block device of this node.
     *
     * @throws StorageException.NotFound where there is no such volume here
     * @throws StorageException.ResourceExhausted where the node can't take more
     */
    Path attach(VolumeId id, boolean readOnly);

    /** The device of that kind, where the volume is attached and its data can be reached. */
    Optional<Path> attached(VolumeId id, boolean readOnly);

    /**
     * Every device of that volume on this node, the writable one first. Answered without the disk that the volume lies
     * on, for volumes too that nobody knows any more: what is left of them has to be taken away.
     */
    List<Path> attached(VolumeId id);

    /**
     * The volume that a device of this node shows, or showed until its data was removed: the proof that a mount of it is
     * ours. Answered without the disk that the volume lies on.
     */
    Optional<VolumeId> volumeOn(Path device);

    /**
     * Makes sure that the volume is no device of this node any more; the caller has unmounted it everywhere. Done
     * without the disk that the volume lies on, for volumes too that nobody knows any more. A device that is all that is
     * left of the volume's data stays.
     */
    void detach(VolumeId id);

    /**
     * Makes the volume larger from its node, where nobody has asked the controller before; one that has that size or more
     * stays as it is. Its devices follow by {@link #refreshSize}.
     *
     * @throws dev.zonal.csi.model.StorageException.OutOfRange where there is no room for it
     */
    Volume expandVolume(VolumeId id, ByteSize capacity);

    /** Makes its devices as long as the volume is now. */
    void refreshSize(VolumeId id);

    /** Remembers durably what the volume carries, before or after the fact as {@link Contents} says. */
    Volume recordContents(VolumeId id, Contents contents);

    /** Whether that is a place for the backend's own files, where nobody else's may come to lie. */
    boolean keeps(Path path);

    /** How many volumes this node can have attached at once, as of now; 0 where there is no limit to name. */
    long maximumVolumes();
}
