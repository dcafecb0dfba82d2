package dev.zonal.csi.backend.local.space;

import dev.zonal.csi.concurrent.AtOnce;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.SpaceUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the pool's filesystem says of its space, looked at again when it may have changed: after an effect of our own,
 * and for the sake of the writers, when the last look is a second old. Nobody waits for somebody else's look.
 *
 * <p>What the images have of it is measured less often, so that it takes a hundredth of the time at most. Until it is
 * measured again what was written to images looks like what others wrote: less is offered than could be, never more.
 */
public final class FreeSpace {
    private static final Logger LOG = LoggerFactory.getLogger(FreeSpace.class);
    private static final Duration KEPT = Duration.ofSeconds(1);

    /** What is as free as before may be so by chance. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final FileTree files;
    private final Path root;
    private final Optional<Path> backingFile;
    private final Supplier<Stream<Path>> images;
    private final InstantSource clock;
    private final ReentrantLock looking = new ReentrantLock();
    private final AtomicLong removedBytes = new AtomicLong();
    private final AtomicLong beingRemovedBytes = new AtomicLong();
    private volatile Look last;
    private volatile Measured measured;

    /**
     * @param backingFile the file that holds the pool's filesystem, where it does not stand on a disk
     * @param images those that are listed at this moment
     */
    public FreeSpace(
            FileTree files, Path root, Optional<Path> backingFile, Supplier<Stream<Path>> images, InstantSource clock) {
        this.files = files;
        this.root = root;
        this.backingFile = backingFile;
        this.images = images;
        this.clock = clock;
        this.measured = new Measured(0, -1, 0, Instant.EPOCH, Duration.ZERO);
        this.last = new Look(asked(), clock.instant());
    }

    /** At most a second ago, or while somebody else looks. */
    public Occupancy now() {
        Look seen = last;
        return seen.isFresh(clock.instant()) ? seen.occupancy : lookAgain(Pause.LONG);
    }

    /** Asks the filesystem what is free, unless somebody else does at this moment; measures nothing, and so is quick. */
    public Occupancy look() {
        return lookAgain(Pause.ENDLESS);
    }

    /** The same, with what the images have measured where it may have changed: for who would be refused otherwise. */
    public Occupancy measured() {
        return lookAgain(Pause.SHORT);
    }

    private Occupancy lookAgain(Pause pause) {
        AtOnce.endsHere();
        if (!looking.tryLock()) {
            return last.occupancy;
        }
        try {
            Occupancy occupancy = asked();
            if (measured.isDue(occupancy, removedBytes.get(), clock.instant(), pause)) {
                measure(occupancy);
                occupancy = asked();
            }
            last = new Look(occupancy, clock.instant());
            return occupancy;
        } catch (HostException failure) {
            LOG.atWarn().addKeyValue("pool", root).setCause(failure).log("could not look at the free space");
            return last.occupancy;
        } finally {
            looking.unlock();
        }
    }

    /** What is removed while it is measured, or was about to be, may be in the sum, and is taken off it. */
    private void measure(Occupancy before) {
        Instant began = clock.instant();
        long removed = removedBytes.get() - beingRemovedBytes.get();
        long bytes = new ImageSpace(files).bytes(images.get());
        measured = new Measured(bytes, before.freeBytes(), removed, began, Duration.between(began, clock.instant()));
    }

    private Occupancy asked() {
        SpaceUsage space = files.space(root);
        long images = measured.imagesBytes(removedBytes.get());
        return backingFile
                .map(file -> onFile(space, images, file))
                .orElseGet(() -> Occupancy.of(space.totalBytes(), space.availableBytes(), images));
    }

    private Occupancy onFile(SpaceUsage space, long images, Path file) {
        long holes = files.status(file).map(FreeSpace::holes).orElse(0L);
        long hostFree = files.space(file).availableBytes();
        return new Occupancy(space.totalBytes(), space.availableBytes(), images, holes, hostFree);
    }

    private static long holes(FileStatus file) {
        return Math.max(0, file.sizeBytes() - file.allocatedBytes());
    }

    /** Whether the pool's filesystem is in a file of the host's, which may have holes. */
    public boolean isOnFile() {
        return backingFile.isPresent();
    }

    /** Something was written or freed: the next one who asks looks again. */
    public void changed() {
        last = new Look(last.occupancy, Instant.MIN);
    }

    /** Removes an image: what it has counts for nothing from now on, shared or not, until the others are measured again. */
    public void removing(long allocatedBytes, Runnable removal) {
        beingRemovedBytes.addAndGet(allocatedBytes);
        removedBytes.addAndGet(allocatedBytes);
        try {
            removal.run();
        } finally {
            beingRemovedBytes.addAndGet(-allocatedBytes);
        }
    }

    /** How often the images are measured, by how long that took the last time. */
    private enum Pause {
        ENDLESS,
        LONG,
        SHORT;

        Duration after(Duration took) {
            return switch (this) {
                case ENDLESS -> ChronoUnit.FOREVER.getDuration();
                case LONG -> took.multipliedBy(100);
                case SHORT -> took.multipliedBy(10);
            };
        }
    }

    private record Look(Occupancy occupancy, Instant at) {
        boolean isFresh(Instant now) {
            // A clock that was set back must not keep an old look fresh.
            return !at.isAfter(now) && at.isAfter(now.minus(KEPT));
        }
    }

    /**
     * @param freeBytes what was free when it was begun
     * @param removedBytes what had been removed until then
     * @param took how long it took
     */
    private record Measured(long bytes, long freeBytes, long removedBytes, Instant at, Duration took) {
        long imagesBytes(long removedByNow) {
            return Math.max(0, bytes - (removedByNow - removedBytes));
        }

        boolean isDue(Occupancy now, long removedByNow, Instant at, Pause pause) {
            Duration age = Duration.between(this.at, at);
            boolean same = now.freeBytes() == freeBytes && removedByNow == removedBytes;
            boolean early = !age.isNegative() && age.compareTo(pause.after(took)) < 0;
            return !early && !(same && age.compareTo(LONGEST_PAUSE) < 0);
        }
    }
}
