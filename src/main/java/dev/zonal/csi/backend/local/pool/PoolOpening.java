package dev.zonal.csi.backend.local.pool;

import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.local.content.DamagedObjects;
import dev.zonal.csi.backend.local.content.Layout;
import dev.zonal.csi.backend.local.content.Loading;
import dev.zonal.csi.backend.local.content.ObjectIndex;
import dev.zonal.csi.backend.local.content.PoolParts;
import dev.zonal.csi.backend.local.image.Attachments;
import dev.zonal.csi.backend.local.image.ConsistentCut;
import dev.zonal.csi.backend.local.recovery.Recovery;
import dev.zonal.csi.backend.local.space.FreeSpace;
import dev.zonal.csi.backend.local.space.Ledger;
import dev.zonal.csi.backend.local.volume.AttachedVolumes;
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
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Opens pools: takes what the operator gave, makes it what it has to be, and brings what it holds into order. */
public final class PoolOpening {
    private final Host host;
    private final Topology here;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final int readBefore;
    private final RootDirectory directory;
    private final BackingDisk disk;
    private final BackingFile image;
    private final AttachedVolumes attached;

    /**
     * @param run a directory for what belongs to one run of the machine, such as mountpoints; made where it is missing
     * @param here from where the volumes of this node's pools can be used
     * @param random draws the ids of new pools
     */
    public PoolOpening(Host host, Path run, Topology here, InstantSource clock, RandomGenerator random) {
        this(host, run, here, clock, random, Loading.FEW);
    }

    /** @param readBefore of more objects than that, none is read before the pool is open */
    public PoolOpening(
            Host host, Path run, Topology here, InstantSource clock, RandomGenerator random, int readBefore) {
        this.host = host;
        this.here = here;
        this.clock = clock;
        this.random = random;
        this.readBefore = readBefore;
        this.directory = new RootDirectory(host.files(), clock, random);
        this.disk = new BackingDisk(host, run);
        this.image = new BackingFile(host, disk);
        this.attached = new AttachedVolumes(host.loops());
    }

    /** What is attached on this node, of the pools that are opened here and of others. */
    public AttachedVolumes attachedVolumes() {
        return attached;
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
        return new Pool(new Home(pool.homeId(), spec.name(), here), parts, attached, held);
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
                new Layout(host.files(), root, barrier(root), random),
                new ObjectIndex(new DamagedObjects(host.files())),
                new Ledger(spec.name(), spec.overcommit()),
                new FreeSpace(host.files(), root, clock),
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
