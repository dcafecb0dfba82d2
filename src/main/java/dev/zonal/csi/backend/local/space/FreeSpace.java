package dev.zonal.csi.backend.local.space;

import dev.zonal.csi.concurrent.BlockingCall;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.SpaceUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the pool's filesystem says of its space, looked at again when it may have changed: after an effect of our own,
 * and for the sake of the writers, when the last look is a second old. Nobody waits for somebody else's look.
 */
public final class FreeSpace {
    private static final Logger LOG = LoggerFactory.getLogger(FreeSpace.class);
    private static final Duration KEPT = Duration.ofSeconds(1);

    private final FileTree files;
    private final Path root;
    private final InstantSource clock;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Look last;

    public FreeSpace(FileTree files, Path root, InstantSource clock) {
        this.files = files;
        this.root = root;
        this.clock = clock;
        this.last = new Look(files.space(root), clock.instant());
    }

    public SpaceUsage now() {
        Look seen = last;
        if (seen.isFresh(clock.instant())) {
            return seen.space;
        }
        if (!looking.tryLock()) {
            return seen.space;
        }
        try {
            Look fresh = new Look(BlockingCall.run(() -> files.space(root)), clock.instant());
            last = fresh;
            return fresh.space;
        } catch (HostException failure) {
            LOG.atWarn().addKeyValue("pool", root).setCause(failure).log("could not look at the free space");
            return seen.space;
        } finally {
            looking.unlock();
        }
    }

    /** Something was written or freed: the next one who asks looks again. */
    public void changed() {
        last = new Look(last.space, Instant.MIN);
    }

    private record Look(SpaceUsage space, Instant at) {
        boolean isFresh(Instant now) {
            // A clock that was set back must not keep an old look fresh.
            return !at.isAfter(now) && at.isAfter(now.minus(KEPT));
        }
    }
}
