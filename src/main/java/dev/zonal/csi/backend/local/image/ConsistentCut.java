package dev.zonal.csi.backend.local.image;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileIdentity;
import dev.zonal.csi.host.Filesystems;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.StorageException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Clones the image of a volume that may be in use: what was written to the volume before the call is in the clone, because
 * its filesystem is synced, or frozen, or its device flushed first.
 */
public final class ConsistentCut {
    private static final Set<String> FILESYSTEMS_OF_NODES = Set.of("devtmpfs", "tmpfs");

    private final Host host;
    private final Attachments attachments;
    private final InstantSource clock;
    private final PreCopy preCopy;

    public ConsistentCut(Host host, Attachments attachments, InstantSource clock) {
        this.host = host;
        this.attachments = attachments;
        this.clock = clock;
        this.preCopy = new PreCopy(host.files());
    }

    /**
     * @return when it was cut
     * @throws StorageException.Aborted where somebody else holds the filesystem frozen
     */
    public Instant cut(Path image, FileIdentity identity, Path target, Consistency consistency) {
        // What is attached read-only holds nothing that has still to be written.
        Optional<LoopDevice> device = attachments.of(identity, false);
        if (device.isEmpty()) {
            return now(() -> host.files().cloneFile(image, target));
        }
        Optional<Mount> mount = mount(device.get());
        Runnable clone = prepared(image, target, () -> flush(device.get(), mount));
        if (mount.isPresent() && needed(consistency, mount.get(), device.get()) == Consistency.FROZEN) {
            try (Filesystems.Freeze frozen = freeze(mount.get().target())) {
                return now(clone);
            }
        }
        flush(device.get(), mount);
        return now(clone);
    }

    /** Brings what was written to a volume in use into its image, whose extents then tell what a cut would hold. */
    public void settle(FileIdentity identity) {
        attachments.of(identity, false).ifPresent(device -> flush(device, mount(device)));
    }

    /** The one step that makes the clone what the image is at that moment, with as much as possible of it done before. */
    private Runnable prepared(Path image, Path target, Runnable flush) {
        if (!preCopy.isWorthwhile(image)) {
            return () -> host.files().cloneFile(image, target);
        }
        // What still has to reach the image would be new to the clone when it is cut.
        flush.run();
        preCopy.run(image, target);
        return () -> host.files().completeClone(image, target);
    }

    private void flush(LoopDevice device, Optional<Mount> mount) {
        mount.ifPresentOrElse(
                filesystem -> host.filesystems().sync(filesystem.target()),
                () -> host.filesystems().flush(device.path()));
    }

    /** A copy of a device that does not show its filesystem's growth may not mount. */
    private Consistency needed(Consistency asked, Mount mount, LoopDevice device) {
        return host.filesystems().hasGrowthInJournal(mount.target(), device.path()) ? Consistency.FROZEN : asked;
    }

    private Instant now(Runnable clone) {
        Instant now = clock.instant();
        clone.run();
        return now;
    }

    /** A place through which the filesystem on the device is reached; one under another mount reaches that one. */
    private Optional<Mount> mount(LoopDevice device) {
        return host.mounts().showing(device.path()).stream()
                .filter(mount -> !FILESYSTEMS_OF_NODES.contains(mount.filesystem()))
                .filter(mount -> host.mounts().at(mount.target()).equals(Optional.of(mount)))
                .findFirst();
    }

    private Filesystems.Freeze freeze(Path mountpoint) {
        try {
            return host.filesystems().freeze(mountpoint);
        } catch (HostException failure) {
            if (failure.is(Errno.EBUSY)) {
                throw new StorageException.Aborted(
                        "the filesystem at " + mountpoint + " is frozen by somebody else; try again when it is not");
            }
            throw failure;
        }
    }
}
