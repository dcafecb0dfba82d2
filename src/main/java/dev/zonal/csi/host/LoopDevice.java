package dev.zonal.csi.host;

import java.nio.file.Path;

/**
 * A loop device with a file behind it, as the kernel says.
 *
 * @param number the N of /dev/loopN
 * @param backing which file is behind it
 */
public record LoopDevice(int number, FileIdentity backing, boolean readOnly) {
    public Path path() {
        return Path.of("/dev/loop" + number);
    }
}
