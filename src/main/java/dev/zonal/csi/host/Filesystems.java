package dev.zonal.csi.host;

import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import java.nio.file.Path;
import java.util.List;

/** Making, checking, growing and flushing filesystems on block devices. */
public interface Filesystems {
    /**
     * Reads the device's own bytes, past every cache of other tools and of a loop number's former life. Blank is a
     * device whose first 2 MiB and last 1 MiB (all of a shorter one) are zero: superblocks, labels and partition tables
     * of every common kind stand there. A read error or a short read is an error, never blank.
     *
     * @param device the node itself, no link to it
     * @throws HostException EIO where the device can't be read to its end
     */
    ProbeResult probe(Path device);

    /**
     * Tells what the device carries from everything else that a device may carry: 12 hexadecimal digits of a hash over
     * the bytes that {@link #probe} looks at. Any mkfs changes it.
     */
    String fingerprint(Path device);

    /**
     * mkfs, whatever the device carries: the caller has made sure that nothing is lost. Never discards, so that what
     * was allocated stays allocated. Blocks of 4096 bytes; the options follow ours, as words of that mkfs.
     *
     * @throws HostException EIO with the tool's words where it fails, ENOENT where it is not installed
     */
    void format(Path device, FilesystemType type, List<String> options);

    /**
     * Repairs what can be repaired without asking anybody (e2fsck -p); for xfs and btrfs the mount itself replays the
     * log, and nothing is done here.
     *
     * @throws HostException EUCLEAN where a person has to decide, with the tool's words; EBUSY where it is mounted, in
     *     whichever mount namespace
     */
    void check(Path device, FilesystemType type);

    /**
     * Grows an unmounted filesystem to its device; for xfs and btrfs, which grow mounted, nothing is done.
     *
     * @throws HostException EBUSY where it is mounted, in whichever mount namespace
     */
    void growUnmounted(Path device, FilesystemType type);

    /**
     * Grows a mounted filesystem to its device, by ioctl; one that fills it already keeps its size, and what a growth
     * that was cut off had left to do is done. Whether its device shows it yet is another question: see {@link
     * #hasGrowthInJournal}. EPERM for ext4 without CAP_SYS_RESOURCE.
     */
    void growMounted(Path mountpoint, Path device, FilesystemType type);

    /** syncfs(2): all that was written to the filesystem is on its device, names too. Any path on it will do. */
    void sync(Path mountpoint);

    /** fsync(2) of the device node: all that was written to it through the page cache is in its file. */
    void flush(Path device);

    /**
     * Whether the mounted filesystem has grown, and its device does not show that yet: a growth of XFS stands in the
     * journal alone for a while, and a copy of the device, or what a power cut leaves of it, may not mount then (Linux
     * 6.18): the replay meets what was written to the added part before it meets the new size. A freeze ends it.
     */
    boolean hasGrowthInJournal(Path mountpoint, Path device);

    /**
     * Stops all writes to the filesystem (FIFREEZE) until closed, or thawed by whomever.
     *
     * @throws HostException EBUSY where somebody else froze it
     */
    Freeze freeze(Path mountpoint);

    /** Ends a freeze, whoever began it (FITHAW); false where it is not frozen. */
    boolean thaw(Path mountpoint);

    /** Whether a filesystem on the device is mounted, in whichever mount namespace, or kept alive by a freeze. */
    boolean isInUse(Path device);

    /** The size of a block device (BLKGETSIZE64). */
    ByteSize deviceSize(Path device);

    /** A filesystem held still until closed. */
    interface Freeze extends AutoCloseable {
        @Override
        void close();
    }
}
