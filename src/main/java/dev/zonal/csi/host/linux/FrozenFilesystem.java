package dev.zonal.csi.host.linux;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Filesystems;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A filesystem that this process froze (ioctl_fsfreeze(2)). */
final class FrozenFilesystem implements Filesystems.Freeze {
    private final Descriptor mountpoint;
    private final AtomicBoolean held = new AtomicBoolean(true);

    private FrozenFilesystem(Descriptor mountpoint) {
        this.mountpoint = mountpoint;
    }

    static FrozenFilesystem freeze(Path mountpoint) {
        Descriptor open = Descriptor.openDirectory(mountpoint);
        try {
            open.ioctl(Ioctl.FIFREEZE, 0);
            return new FrozenFilesystem(open);
        } catch (RuntimeException | Error failure) {
            open.close();
            throw failure;
        }
    }

    /** Thaws it, whoever froze it; false where it is not frozen. */
    static boolean thaw(Descriptor mountpoint) {
        long result = mountpoint.attemptIoctl(Ioctl.FITHAW, 0);
        return !Syscall.failed(result, Errno.EINVAL)
                && Syscall.checked(() -> Ioctl.FITHAW + " on " + mountpoint.path(), result) == 0;
    }

    /** Somebody may have thawed it already, by hand. */
    @Override
    public void close() {
        if (held.getAndSet(false)) {
            try (mountpoint) {
                thaw(mountpoint);
            }
        }
    }
}
