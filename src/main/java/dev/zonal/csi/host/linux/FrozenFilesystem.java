package dev.zonal.csi.host.linux;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Filesystems;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.Watchdogs;
import dev.zonal.csi.host.Watchdogs.Watchdog;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A filesystem that this process froze (ioctl_fsfreeze), with a watchdog over this process. */
final class FrozenFilesystem implements Filesystems.Freeze {
    private final Descriptor mountpoint;
    private final Watchdog watchdog;
    private final AtomicBoolean thawed = new AtomicBoolean();

    private FrozenFilesystem(Descriptor mountpoint, Watchdog watchdog) {
        this.mountpoint = mountpoint;
        this.watchdog = watchdog;
    }

    static FrozenFilesystem freeze(Path mountpoint, Watchdogs watchdogs) {
        // The watchdog first: a death between the two would otherwise leave the filesystem frozen for ever.
        Watchdog watchdog = watchdogs.watch(List.of("fsfreeze", "--unfreeze", mountpoint.toString()));
        try {
            return new FrozenFilesystem(frozen(mountpoint), watchdog);
        } catch (RuntimeException | Error failure) {
            watchdog.close();
            throw failure;
        }
    }

    private static Descriptor frozen(Path mountpoint) {
        Descriptor open = Descriptor.openDirectory(mountpoint);
        try {
            open.ioctl(Ioctl.FIFREEZE, 0);
            return open;
        } catch (RuntimeException | Error failure) {
            open.close();
            throw failure;
        }
    }

    /** The watchdog is let go last: until the thaw is done it is still needed. */
    @Override
    public void close() {
        if (!thawed.compareAndSet(false, true)) {
            return;
        }
        try (watchdog;
                mountpoint) {
            mountpoint.ioctl(Ioctl.FITHAW, 0);
        } catch (HostException failure) {
            // EINVAL: somebody thawed it already, by hand.
            if (!failure.is(Errno.EINVAL)) {
                throw failure;
            }
        }
    }
}
