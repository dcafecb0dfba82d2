package dev.zonal.csi.cli.demo;

import dev.zonal.csi.host.FileIdentity;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.FileStatus.Kind;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.host.SpaceUsage;
import java.nio.file.Path;

/** How many bytes of its disk a pool takes, seen from outside of the driver. */
final class PoolDiskUsage {
    private final Host host;
    private final Path pool;

    PoolDiskUsage(Host host, Path pool) {
        this.host = host;
        this.pool = pool;
    }

    /** Physical bytes, with everything that was written so far. */
    long usedBytes() {
        Path root = root();
        // Space that is only promised to data in memory would otherwise be counted at some later time.
        host.filesystems().sync(root);
        SpaceUsage usage = host.files().space(root);
        return usage.totalBytes() - usage.freeBytes();
    }

    /** Where the pool's own files can be seen. */
    private Path root() {
        FileStatus status = host.files().status(pool).orElseThrow(() -> new IllegalStateException(pool + " is gone"));
        return status.kind() == Kind.DIRECTORY ? pool : mountOf(status.identity());
    }

    private Path mountOf(FileIdentity image) {
        return host.loops().all().stream()
                .filter(device -> device.backing().equals(image))
                .map(LoopDevice::path)
                .flatMap(device -> host.mounts().showing(device).stream())
                .map(Mount::target)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(pool + " is not mounted"));
    }
}
