package dev.zonal.csi.backend.local.pool;

import dev.zonal.csi.backend.Capacity;
import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.local.content.Damage;
import dev.zonal.csi.backend.local.content.Layout;
import dev.zonal.csi.backend.local.content.ObjectIndex;
import dev.zonal.csi.backend.local.content.PoolParts;
import dev.zonal.csi.backend.local.snapshot.LocalSnapshots;
import dev.zonal.csi.backend.local.space.Charge;
import dev.zonal.csi.backend.local.space.Occupancy;
import dev.zonal.csi.backend.local.stray.Strays;
import dev.zonal.csi.backend.local.volume.AttachedVolumes;
import dev.zonal.csi.backend.local.volume.ExtentSurvey;
import dev.zonal.csi.backend.local.volume.LocalDevices;
import dev.zonal.csi.backend.local.volume.LocalVolumes;
import dev.zonal.csi.backend.local.volume.VolumeLimits;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool that is open: what it holds, and what can be done with it. Until it is closed no other process can open it.
 */
public final class OpenPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenPool.class);

    private final Home home;
    private final PoolParts parts;
    private final LocalVolumes volumes;
    private final LocalSnapshots snapshots;
    private final LocalDevices devices;
    private final Strays strays;
    private final ExtentSurvey extents;
    private final DiskCheck disk;
    private final MissingImages images;
    private final Holdings held;
    private final AtomicInteger changes = new AtomicInteger();

    OpenPool(Home home, Topology here, PoolParts parts, AttachedVolumes attached, Holdings held) {
        this.home = home;
        this.parts = parts;
        this.volumes = new LocalVolumes(parts, here);
        this.snapshots = new LocalSnapshots(parts, here);
        this.devices = new LocalDevices(parts, volumes, attached);
        attached.opened(
                home.id(),
                parts.files().status(parts.root()).orElseThrow().identity().device());
        this.strays = new Strays(home.id(), parts);
        this.extents = new ExtentSurvey(parts);
        this.disk = new DiskCheck(parts.files(), parts.root());
        this.images = new MissingImages(parts);
        this.held = held;
    }

    public Home home() {
        return home;
    }

    /** The numbers for metrics; touches no disk. */
    public PoolUsage usage() {
        Occupancy seen = parts.space().now();
        Charge charged = parts.ledger().charged();
        return new PoolUsage(
                ByteSize.ofBytes(seen.totalBytes()),
                ByteSize.ofBytes(seen.freeBytes()),
                charged.logical(),
                charged.reserved(),
                ByteSize.ofBytes(seen.totalBytes() - seen.freeBytes()),
                parts.ledger().available(Provisioning.THIN, seen),
                backing(seen),
                parts.index().volumeCount(),
                parts.index().snapshotCount());
    }

    private Optional<BackingUsage> backing(Occupancy seen) {
        return parts.space().isOnFile()
                ? Optional.of(
                        new BackingUsage(ByteSize.ofBytes(seen.holesBytes()), ByteSize.ofBytes(seen.sourceFreeBytes())))
                : Optional.empty();
    }

    /** How fragmented its volumes are. */
    public ExtentSurvey extents() {
        return extents;
    }

    /** What stands in the pool and can't be used; touches no disk. */
    public List<Damage> damaged() {
        return parts.index().damaged().all();
    }

    public Capacity capacity(Provisioning provisioning) {
        ByteSize available = parts.available(provisioning);
        ByteSize largest = ByteSize.min(available.roundedDownTo(VolumeLimits.UNIT_BYTES), VolumeLimits.MAXIMUM);
        return new Capacity(
                available, VolumeLimits.MINIMUM.isMoreThan(largest) ? ByteSize.ZERO : largest, VolumeLimits.MINIMUM);
    }

    /** A pool may be a folder among others: what is beside its own belongs to others. */
    public boolean keeps(Path path) {
        return Stream.concat(Layout.DIRECTORIES.stream(), RootDirectory.FILES.stream())
                .map(parts.root()::resolve)
                .anyMatch(path::startsWith);
    }

    public ObjectIndex index() {
        return parts.index();
    }

    public LocalVolumes volumes() {
        return volumes;
    }

    public LocalSnapshots snapshots() {
        return snapshots;
    }

    public LocalDevices devices() {
        return devices;
    }

    public Strays strays() {
        return strays;
    }

    /**
     * Runs what writes to the pool. The filesystem may be full before the ledger is: with over-commit, and by what others
     * put beside the pool.
     */
    public <T> T change(Supplier<T> effect) {
        changes.incrementAndGet();
        try {
            // What a person has moved out meanwhile stands in nobody's way.
            parts.index().damaged().lookAgain();
            return effect.get();
        } catch (HostException failure) {
            if (failure.is(Errno.ENOSPC) || failure.is(Errno.EDQUOT)) {
                throw new StorageException.ResourceExhausted(
                        "pool '" + home.pool() + "' has no free space on its disk", failure);
            }
            throw failure;
        } finally {
            changes.decrementAndGet();
            parts.space().look();
        }
    }

    public void change(Runnable effect) {
        change(() -> {
            effect.run();
            return true;
        });
    }

    /** Whether nothing writes to it now. */
    boolean isIdle() {
        return changes.get() == 0;
    }

    /** The volume's image, where that is known to be away. */
    public Optional<String> abnormal(VolumeId id) {
        return images.missing(id);
    }

    /** @throws HostException where the disk fails */
    void check() {
        disk.check();
    }

    /** Looks what became of the pool's files and its space meanwhile. */
    void lookAround() {
        try {
            parts.space().survey();
            parts.index().damaged().lookAgain();
            images.lookAtSome();
        } catch (HostException unreadable) {
            LOG.atWarn().addKeyValue("pool", home.pool()).setCause(unreadable).log("could not look at all of the pool");
        }
    }

    /** Gives the pool back; what is published on this node stays so. Never throws; what goes wrong is in the log. */
    @Override
    public void close() {
        held.release();
    }
}
