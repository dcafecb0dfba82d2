package dev.zonal.csi.backend.local.pool;

import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.local.content.ChangeLog;
import dev.zonal.csi.backend.local.content.DamagedObjects;
import dev.zonal.csi.backend.local.content.Layout;
import dev.zonal.csi.backend.local.content.ObjectIndex;
import dev.zonal.csi.backend.local.content.PoolParts;
import dev.zonal.csi.backend.local.image.Attachments;
import dev.zonal.csi.backend.local.image.ConsistentCut;
import dev.zonal.csi.backend.local.recovery.Recovery;
import dev.zonal.csi.backend.local.space.FreeSpace;
import dev.zonal.csi.backend.local.space.Ledger;
import dev.zonal.csi.backend.local.space.SpaceSource;
import dev.zonal.csi.backend.local.space.SpaceSources;
import dev.zonal.csi.backend.local.volume.AttachedVolumes;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.ProbeResult;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.store.Barrier;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Opens pools: takes what the operator gave, makes it what it has to be, and brings what it holds into order. */
public final class PoolOpening {
    /** A disk's node comes and goes with the disk. */
    private static final Path DEVICES = Path.of("/dev");

    /** As many as a follower may be behind: some seconds of a node at work. */
    private static final int CHANGES_KEPT = 4096;

    private final Host host;
    private final Topology here;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final RootDirectory directory;
    private final BackingDisk disk;
    private final BackingFile image;
    private final SpaceSources sources = new SpaceSources();
    private final AttachedVolumes attached;
    private final ChangeLog changes;

    /**
     * @param run a directory for what belongs to one run of the machine, such as mountpoints; made where it is missing
     * @param here from where the volumes of this node's pools can be used
     * @param random draws the ids of new pools
     */
    public PoolOpening(Host host, Path run, Topology here, InstantSource clock, RandomGenerator random) {
        this.host = host;
        this.here = here;
        this.clock = clock;
        this.random = random;
        this.directory = new RootDirectory(host.files(), clock, random);
        this.disk = new BackingDisk(host, run);
        this.image = new BackingFile(host, disk);
        this.attached = new AttachedVolumes(host.loops());
        this.changes = new ChangeLog(CHANGES_KEPT, clock);
    }

    /** What is attached on this node, of the pools that are opened here and of others. */
    public AttachedVolumes attachedVolumes() {
        return attached;
    }

    /** What has changed in the pools that are opened here. */
    public ChangeLog changes() {
        return changes;
    }

    /** The clock that the pools use. */
    InstantSource clock() {
        return clock;
    }

    /** A home at this node. */
    Home home(HomeId id, PoolSpec spec) {
        return new Home(id, spec.name(), here);
    }

    /**
     * Opens a pool; one that is missing is made.
     *
     * @param identified told who the pool is, before what it holds is read; may refuse it
     * @throws StorageException.FailedPrecondition with a sentence for the operator, where it can't be used as given
     * @throws StorageException.Unavailable with a sentence, where its disk is away or does not mount
     */
    OpenPool open(PoolSpec spec, Consumer<HomeId> identified) {
        return open(spec, Optional.empty(), identified);
    }

    /**
     * Opens a pool that was open before. Nothing is made or formatted: what is not there has to come back.
     *
     * @throws StorageException as above, and Unavailable where another pool stands in its place
     */
    OpenPool reopen(PoolSpec spec, HomeId before) {
        return open(spec, Optional.of(before), _ -> {});
    }

    private OpenPool open(PoolSpec spec, Optional<HomeId> before, Consumer<HomeId> identified) {
        Holdings held = new Holdings(spec.name());
        try {
            Path root = ground(spec, before, held);
            FileTree.Lock lock = directory.lock(spec, root);
            held.add("the lock of " + root, lock::close);
            HomeId id = directory.ensure(spec, root, before).homeId();
            identified.accept(id);
            PoolParts parts = parts(spec, root, backingFile(real(spec)));
            new Recovery(parts, here).run();
            sources.count(parts.ledger());
            OpenPool pool = new OpenPool(home(id, spec), here, parts, attached, held);
            if (!pool.damaged().isEmpty()) {
                // It may be the disk that could not be read, and no object that is damaged.
                pool.check();
            }
            return pool;
        } catch (RuntimeException failure) {
            held.release();
            throw failure;
        }
    }

    /** The directory of the pool, and what it takes to get there. */
    private Path ground(PoolSpec spec, Optional<HomeId> before, Holdings held) {
        Path path = real(spec);
        Optional<FileStatus> status = host.files().status(path);
        if (status.isEmpty()) {
            if (before.isPresent() || path.startsWith(DEVICES)) {
                throw Refusals.unavailable(spec, "there is nothing at " + path + " now");
            }
            return image.make(spec, path, held);
        }
        return switch (status.get().kind()) {
            case DIRECTORY -> path;
            case FILE -> image.open(spec, path, held);
            case BLOCK_DEVICE -> {
                if (before.isPresent() && host.filesystems().probe(path) instanceof ProbeResult.Blank) {
                    throw Refusals.unavailable(
                            spec,
                            path
                                    + " is blank, and was not: where the disk was replaced for good, start the driver again"
                                    + " with --forget-homes " + before.get());
                }
                yield disk.open(spec, path, held);
            }
            case SYMBOLIC_LINK, OTHER ->
                throw Refusals.refused(spec, path + " is no directory, no file and no block device");
        };
    }

    /** The file on which the pool stands, where it stands on one. */
    private Optional<Path> backingFile(Path path) {
        return host.files()
                .status(path)
                .filter(status -> status.kind() == FileStatus.Kind.FILE)
                .map(_ -> path);
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
            if (failure.is(Errno.ENOENT) && spec.path().startsWith(DEVICES)) {
                throw Refusals.unavailable(spec, "there is no " + path, failure);
            }
            if (failure.is(Errno.ENOENT) || failure.is(Errno.ENOTDIR)) {
                throw Refusals.refused(spec, "there is no " + path, failure);
            }
            throw failure;
        }
    }

    private PoolParts parts(PoolSpec spec, Path root, Optional<Path> backingFile) {
        Attachments attachments = new Attachments(host);
        Layout layout = new Layout(host.files(), root, barrier(root), random);
        ObjectIndex index = new ObjectIndex(new DamagedObjects(host.files()), changes);
        return new PoolParts(
                host,
                root,
                layout,
                index,
                new Ledger(spec.name(), spec.overcommit(), source(backingFile.orElse(root))),
                new FreeSpace(host.files(), root, backingFile, () -> images(layout, index), clock),
                attachments,
                new ConsistentCut(host, attachments, clock),
                clock);
    }

    private static Stream<Path> images(Layout layout, ObjectIndex index) {
        return Stream.concat(
                index.knownVolumes().map(layout::image), index.knownSnapshots().map(layout::image));
    }

    /** The filesystem that holds the path; pools that take their blocks from one share it. */
    private SpaceSource source(Path path) {
        long device = host.files().status(path).orElseThrow().identity().device();
        return sources.on(device);
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
