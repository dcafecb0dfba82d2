package dev.zonal.csi.host.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zonal.csi.host.HostException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * The kernel's list of btrfs devices that it has ever seen, which outlives the mount. What is left in it makes clones
 * fail: a loop number that once carried another btrfs is refused with EINVAL when its new content is a clone of a
 * mounted filesystem, and an older snapshot of a filesystem that is listed but not mounted with EEXIST.
 */
final class BtrfsRegistry {
    private static final Path CONTROL = Path.of("/dev/btrfs-control");

    // struct btrfs_ioctl_vol_args (include/uapi/linux/btrfs.h)
    private static final long ARGUMENT_BYTES = 4096;
    private static final long NAME = 8;
    private static final long LONGEST_NAME = 4087;

    private BtrfsRegistry() {}

    /**
     * Lets the kernel forget a device that is not mounted (BTRFS_IOC_FORGET_DEV, btrfs-device(8)). Only an aid: a device
     * that it does not know, or that is mounted, or a kernel that can't, is no error here; the mount itself decides.
     */
    static void forget(Path device) {
        if (device.toString().getBytes(UTF_8).length > LONGEST_NAME) {
            return;
        }
        try (Descriptor control = Descriptor.open(CONTROL, OpenFlags.READ_WRITE);
                Arena memory = Arena.ofConfined()) {
            MemorySegment argument = memory.allocate(ARGUMENT_BYTES, Long.BYTES);
            argument.setString(NAME, device.toString(), UTF_8);
            control.attemptIoctl(Ioctl.BTRFS_IOC_FORGET_DEV, argument.address());
        } catch (HostException noControl) {
            // btrfs is a module that is not loaded yet, so there is no list either.
        }
    }
}
