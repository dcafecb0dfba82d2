package dev.zonal.csi.host;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What the kernel's own tables say of a loop device, without asking the disk on which its file lies.
 *
 * @param number the N of /dev/loopN
 * @param file where the kernel last knew the file, with {@code " (deleted)"} at its end where that name is gone. From
 *     another mount namespace it may begin otherwise; the names at its end are the file's own
 * @param readOnly the device refuses writes
 * @param leaving it was detached while somebody used it, and goes with its last user
 * @param filesystem the device number of the file's filesystem (st_dev); empty where that has shut itself down and does
 *     not even say that
 */
public record LoopFile(int number, Path file, boolean readOnly, boolean leaving, OptionalLong filesystem) {
    public Path device() {
        return Path.of("/dev/loop" + number);
    }
}
