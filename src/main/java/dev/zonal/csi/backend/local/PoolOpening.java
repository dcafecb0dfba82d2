package dev.zonal.csi.backend.local;

import dev.zonal.csi.backend.Home;
import dev.zonal.csi.concurrent.RollBack;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.store.Barrier;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Opens pools: takes what the operator gave, makes it what it has to be, and brings what it holds into order. */
public final class PoolOpening {
    private final Host host;
    private final Topology here;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final int readBefore;
    private final PoolDirectory directory;
    private final PoolDisk disk;
    private final PoolImage image;

    /**
     * @param run a directory for what belongs to one run of the machine, such as mountpoints; made where it is missing
     * @param here from where the volumes of this node's pools can be used
     * @param random draws the ids of new pools
     */
    public PoolOpening(Host host, Path run, Topology here, InstantSource clock, RandomGenerator random) {
        this(host, run, here, clock, random, Loading.FEW);
    }

    /** @param readBefore of more objects than that, none is read before the pool is open */
    PoolOpening(Host host, Path run, Topology here, InstantSource clock, RandomGenerator random, int readBefore) {
        this.host = host;
        this.here = here;
        this.clock = clock;
        this.random = random;
        this.readBefore = readBefore;
        this.directory = new PoolDirectory(host.files(), clock, random);
        this.disk = new PoolDisk(host, run);
        this.image = new PoolImage(host, disk);
    }

    /**
     * Opens all pools, or none.
     *
     * @param maximumVolumes how many volumes the node can have attached at once; 0 where there is no limit to name
     * @throws StorageException.FailedPrecondition with a sentence for the operator, where a pool can't be used as given
     */
    public LocalBackend open(List<PoolSpec> specs, long maximumVolumes) {
        Set<String> names = new HashSet<>();
        specs.forEach(spec -> {
            if (!names.add(spec.name())) {
                throw Refusals.refused(spec, "two pools have this name");
            }
        });
        return RollBack.onFailure(undo -> {
            List<Pool> pools = specs.stream()
                    .map(spec -> {
                        Pool pool = open(spec);
                        undo.add(pool::close);
                        return pool;
                    })
                    .toList();
            return new LocalBackend(pools, maximumVolumes);
        });
    }

    /** @throws StorageException.FailedPrecondition with a sentence for the operator, where it can't be used as given */
    public Pool open(PoolSpec spec) {
        Holdings held = new Holdings(spec.name());
        try {
            return open(spec, held);
        } catch (RuntimeException failure) {
            held.release();
            throw failure;
        }
    }

    private Pool open(PoolSpec spec, Holdings held) {
        Path root = ground(spec, held);
        FileTree.Lock lock = directory.lock(spec, root);
        held.add("the lock of " + root, lock::close);
        PoolRecord pool = directory.ensure(spec, root);
        PoolParts parts = parts(spec, root);
        held.add("the reading of its objects", parts.index().loading()::stop);
        new Recovery(parts, here, readBefore).run();
        return new Pool(new Home(pool.homeId(), spec.name(), here), parts, held);
    }

    /** The directory of the pool, and what it takes to get there. */
    private Path ground(PoolSpec spec, Holdings held) {
        Path path = real(spec);
        Optional<FileStatus> status = host.files().status(path);
        if (status.isEmpty()) {
            return image.make(spec, path, held);
        }
        return switch (status.get().kind()) {
            case DIRECTORY -> path;
            case FILE -> image.open(spec, path, held);
            case BLOCK_DEVICE -> disk.open(spec, path, held);
            case SYMBOLIC_LINK, OTHER ->
                throw Refusals.refused(spec, path + " is no directory, no file and no block device");
        };
    }

    private Path real(PoolSpec spec) {
        Path path = spec.path();
        if (path.getParent() == null || host.files().status(path).isPresent()) {
            return resolved(spec, path);
        }
        return resolved(spec, path.getParent()).resolve(path.getFileName());
    }

    private Path resolved(PoolSpec spec, Path path) {
        try {
            return host.files().resolved(path);
        } catch (HostException failure) {
            if (failure.is(Errno.ENOENT) || failure.is(Errno.ENOTDIR)) {
                throw Refusals.refused(spec, "there is no " + path, failure);
            }
            throw failure;
        }
    }

    private PoolParts parts(PoolSpec spec, Path root) {
        Attachments attachments = new Attachments(host);
        return new PoolParts(
                host,
                root,
                new PoolLayout(host.files(), root, barrier(root), random),
                new PoolIndex(new DamagedObjects(host.files())),
                new Ledger(spec.name(), spec.overcommit()),
                new PoolSpace(host.files(), root, clock),
                attachments,
                new ConsistentCut(host, attachments, clock),
                clock);
    }

    /** An XFS of the pool's own holds no data in the page cache: images are written past it. So its sync is short. */
    private Barrier barrier(Path root) {
        boolean ownFilesystem = host.mounts()
                .at(root)
                .filter(mount -> mount.filesystem().equals(FilesystemType.XFS.word())
                        && mount.root().equals("/"))
                .isPresent();
        return ownFilesystem ? Barrier.ofFilesystem(host.filesystems(), host.files()) : Barrier.ofFiles(host.files());
    }
}
