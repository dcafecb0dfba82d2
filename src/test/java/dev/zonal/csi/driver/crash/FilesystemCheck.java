package dev.zonal.csi.driver.crash;

import dev.zonal.csi.driver.HostTraces;
import java.nio.file.Path;

/** The word of the filesystem's own tools that an image is consistent; they change nothing. */
final class FilesystemCheck {
    private FilesystemCheck() {}

    /** @param image was mounted since the crash, so that its journal is replayed, and is not mounted any more */
    static void of(Kind kind, Path image) throws Exception {
        switch (kind) {
            case EXT4 -> HostTraces.output("e2fsck", "-f", "-n", image.toString());
            case XFS -> xfs(image);
            case BLOCK -> {}
        }
    }

    static void xfs(Path image) throws Exception {
        HostTraces.output("xfs_repair", "-n", "-f", image.toString());
    }
}
