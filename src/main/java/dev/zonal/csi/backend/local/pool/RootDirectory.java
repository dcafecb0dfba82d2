package dev.zonal.csi.backend.local.pool;

import dev.zonal.csi.backend.local.content.Layout;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.store.UnreadableRecordException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The root directory of a pool: who it is, and whether it is fit to be one.
 *
 * <p>{@code pool.json} is durable before anything else is made in there, so a directory with our folders and without
 * it lost something that no crash takes. Then, and where it is damaged, the ids of the objects tell who the pool is.
 */
final class RootDirectory {
    static final String RECORD = "pool.json";
    static final String LOCK = "lock";

    private static final String FRESH_RECORD = "pool.json.new";

    /** What stands in a pool's root beside its folders. */
    static final List<String> FILES = List.of(RECORD, FRESH_RECORD, LOCK);

    private static final int RECORD_LIMIT_BYTES = 1 << 16;

    private static final Logger LOG = LoggerFactory.getLogger(RootDirectory.class);

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
        if (!isPool(root) && hasFolders(root)) {
            // Before anything is touched: it may be somebody else's.
            homeOfObjects(spec, root, root.resolve(RECORD) + " is missing");
        }
        Path lock = root.resolve(LOCK);
        return files.lock(lock).orElseThrow(() -> Refusals.inUse(spec, lock));
    }

    /** Reads who the pool is, or makes it one; the caller holds the lock. */
    PoolRecord ensure(PoolSpec spec, Path root, Optional<HomeId> before) {
        boolean known = isPool(root) || hasFolders(root);
        if (!known && before.isPresent()) {
            throw Refusals.unavailable(spec, root + " holds no pool now, and held the one with the id " + before.get());
        }
        try {
            new ReflinkProbe(files, root).run(spec, known);
        } catch (RuntimeException refused) {
            if (!known) {
                files.deleteFile(root.resolve(LOCK));
            }
            throw refused;
        }
        PoolRecord pool = known ? read(spec, root) : make(root, PoolRecord.drawn(random, clock.instant()));
        if (before.filter(id -> !id.equals(pool.homeId())).isPresent()) {
            throw Refusals.unavailable(
                    spec,
                    root + " holds the pool with the id " + pool.homeId() + " now, and held the one with the id "
                            + before.get() + "; start the driver again to serve that one");
        }
        makeDirectories(root);
        // Every image begins in there, and keeps what it begins with.
        files.copyOnlyWhatIsWritten(root.resolve(Layout.SCRATCH));
        return pool;
    }

    private boolean isPool(Path root) {
        return files.status(root.resolve(RECORD)).isPresent();
    }

    private boolean hasFolders(Path root) {
        return Layout.DIRECTORIES.stream()
                .anyMatch(name -> files.status(root.resolve(name)).isPresent());
    }

    private PoolRecord read(PoolSpec spec, Path root) {
        Path record = root.resolve(RECORD);
        if (!isPool(root)) {
            return rebuilt(spec, root, record + " is missing");
        }
        try {
            PoolRecord pool = PoolRecord.FORMAT.read(files.read(record, RECORD_LIMIT_BYTES));
            pool.homeId();
            return pool;
        } catch (UnreadableRecordException unreadable) {
            if (unreadable.isOfNewerVersion()) {
                throw Refusals.refused(spec, record + " can't be used: " + unreadable.getMessage(), unreadable);
            }
            return rebuilt(spec, root, record + " can't be used (" + unreadable.getMessage() + ")");
        } catch (IllegalArgumentException meaningless) {
            return rebuilt(spec, root, record + " can't be used (" + meaningless.getMessage() + ")");
        }
    }

    /** The ids of all objects end in the pool's own: what is lost of the record is the day on which it was made. */
    private PoolRecord rebuilt(PoolSpec spec, Path root, String why) {
        HomeId home = homeOfObjects(spec, root, why);
        LOG.atWarn()
                .addKeyValue("pool", spec.name())
                .addKeyValue("id", home)
                .log(why + "; it is made anew from the ids of the pool's objects");
        return make(root, new PoolRecord(home.value(), clock.instant()));
    }

    private HomeId homeOfObjects(PoolSpec spec, Path root, String why) {
        Set<HomeId> homes = homesOfObjects(root);
        return switch (homes.size()) {
            case 1 -> homes.iterator().next();
            case 0 ->
                throw Refusals.refused(
                        spec,
                        why + ", and there is no object whose id would tell who the pool is; put " + RECORD
                                + " back from a copy, or give an empty directory");
            default ->
                throw Refusals.refused(
                        spec,
                        why + ", and its objects are of several pools: " + homes + "; put " + RECORD
                                + " back from a copy, or move the objects of all pools but one out of " + root);
        };
    }

    private Set<HomeId> homesOfObjects(Path root) {
        Stream<HomeId> volumes = names(root.resolve(Layout.VOLUMES))
                .flatMap(name -> VolumeId.parse(name).stream())
                .map(VolumeId::home);
        Stream<HomeId> snapshots = names(root.resolve(Layout.SNAPSHOTS))
                .flatMap(name -> SnapshotId.parse(name).stream())
                .map(SnapshotId::home);
        return Stream.concat(volumes, snapshots).collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<String> names(Path directory) {
        return files.status(directory).isPresent() ? files.list(directory).stream() : Stream.empty();
    }

    private PoolRecord make(Path root, PoolRecord pool) {
        Path fresh = root.resolve(FRESH_RECORD);
        if (files.status(fresh).isPresent()) {
            files.deleteFile(fresh);
        }
        files.createFile(fresh, PoolRecord.FORMAT.write(pool));
        files.sync(fresh);
        files.replace(fresh, root.resolve(RECORD));
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
