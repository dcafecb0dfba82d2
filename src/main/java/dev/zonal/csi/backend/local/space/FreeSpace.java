package dev.zonal.csi.backend.local.space;

import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.SpaceUsage;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the pool's filesystem says of its space, as it was looked at last: before and after each effect of our own, and, for
 * the sake of the writers, on the beat of the pool's watch. Who asks for it touches no disk.
 */
public final class FreeSpace {
    private static final Logger LOG = LoggerFactory.getLogger(FreeSpace.class);

    private final FileTree files;
    private final Path root;
    private volatile SpaceUsage last;

    public FreeSpace(FileTree files, Path root) {
        this.files = files;
        this.root = root;
        this.last = files.space(root);
    }

    public SpaceUsage now() {
        return last;
    }

    /** Asks the disk; where that fails, what was known stays. */
    public SpaceUsage look() {
        try {
            last = files.space(root);
        } catch (HostException failure) {
            LOG.atWarn().addKeyValue("pool", root).setCause(failure).log("could not look at the free space");
        }
        return last;
    }
}
