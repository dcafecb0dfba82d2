package dev.zonal.csi.backend.local.pool;

import dev.zonal.csi.backend.local.content.Layout;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.store.UnreadableRecordException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The root directory of a pool: who it is, and whether it is fit to be one.
 *
 * <p>{@code pool.json} is durable before anything else is made in there, so a directory with our folders and without
 * it lost something that no crash takes, and is not touched.
 */
final class RootDirectory {
    static final String RECORD = "pool.json";
    static final String LOCK = "lock";

    private static final String FRESH_RECORD = "pool.json.new";

    /** What stands in a pool's root beside its folders. */
    static final List<String> FILES = List.of(RECORD, FRESH_RECORD, LOCK);

    private static final int RECORD_LIMIT_BYTES = 1 << 16;

    private final FileTree files;
    private final InstantSource clock;
    private final RandomGenerator random;

    RootDirectory(FileTree files, InstantSource clock, RandomGenerator random) {
        this.files = files;
        this.clock = clock;
        this.random = random;
    }

    /** Takes the lock of a directory that may be a pool, or become one. */
    FileTree.Lock lock(PoolSpec spec, Path root) {
        if (!isPool(root)) {
            List<String> ours = Layout.DIRECTORIES.stream()
                    .filter(name -> files.status(root.resolve(name)).isPresent())
                    .toList();
            if (!ours.isEmpty()) {
                throw Refusals.refused(
                        spec,
                        root + " holds " + String.join(", ", ours) + " but no " + RECORD
                                + "; it is no whole pool: put the record back, or give an empty directory");
            }
        }
        Path lock = root.resolve(LOCK);
        return files.lock(lock).orElseThrow(() -> Refusals.inUse(spec, lock));
    }

    /** Reads who the pool is, or makes it one; the caller holds the lock. */
    PoolRecord ensure(PoolSpec spec, Path root) {
        boolean known = isPool(root);
        try {
            new ReflinkProbe(files, root).run(spec, known);
        } catch (RuntimeException refused) {
            if (!known) {
                files.deleteFile(root.resolve(LOCK));
            }
            throw refused;
        }
        PoolRecord pool = known ? read(spec, root) : make(root);
        makeDirectories(root);
        // Every image begins in there, and keeps what it begins with.
        files.copyOnlyWhatIsWritten(root.resolve(Layout.SCRATCH));
        return pool;
    }

    private boolean isPool(Path root) {
        return files.status(root.resolve(RECORD)).isPresent();
    }

    private PoolRecord read(PoolSpec spec, Path root) {
        try {
            PoolRecord pool = PoolRecord.FORMAT.read(files.read(root.resolve(RECORD), RECORD_LIMIT_BYTES));
            pool.homeId();
            return pool;
        } catch (UnreadableRecordException | IllegalArgumentException | HostException unreadable) {
            throw Refusals.refused(
                    spec,
                    root.resolve(RECORD) + " can't be used: " + unreadable.getMessage()
                            + "; its volumes are untouched, put the record back from a copy",
                    unreadable);
        }
    }

    private PoolRecord make(Path root) {
        PoolRecord pool = PoolRecord.drawn(random, clock.instant());
        Path fresh = root.resolve(FRESH_RECORD);
        if (files.status(fresh).isPresent()) {
            files.deleteFile(fresh);
        }
        files.createFile(fresh, PoolRecord.FORMAT.write(pool));
        files.sync(fresh);
        files.rename(fresh, root.resolve(RECORD));
        return pool;
    }

    private void makeDirectories(Path root) {
        List<Path> missing = Layout.DIRECTORIES.stream()
                .map(root::resolve)
                .filter(directory -> files.status(directory).isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            // The record first, see above; it may also be there since a moment ago, by a process that was killed.
            files.sync(root);
            missing.forEach(files::createDirectory);
            files.sync(root);
        }
    }
}
