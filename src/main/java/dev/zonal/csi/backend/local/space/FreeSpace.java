package dev.zonal.csi.backend.local.space;

import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.SpaceUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the pool's filesystem says of its space, as it was looked at last: before and after each effect of our own, and, for
 * the sake of the writers, on the beat of the pool's watch. Who asks for it touches no disk.
 *
 * <p>What the images have of it is measured less often, so that it takes a hundredth of the time at most. Until it is
 * measured again what was written to images looks like what others wrote: less is offered than could be, never more.
 */
public final class FreeSpace {
    private static final Logger LOG = LoggerFactory.getLogger(FreeSpace.class);

    /** What is as free as before may be so by chance. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final FileTree files;
    private final Path root;
    private final Optional<Path> backingFile;
    private final Supplier<Stream<Path>> images;
    private final InstantSource clock;
    private final ReentrantLock measuring = new ReentrantLock();
    private final AtomicLong addedBytes = new AtomicLong();
    private final AtomicLong removedBytes = new AtomicLong();
    private final AtomicLong beingRemovedBytes = new AtomicLong();
    private volatile Measured measured = new Measured(0, -1, 0, 0, Instant.EPOCH, Duration.ZERO);
    private volatile Occupancy last;

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
        this.last = asked();
    }

    public Occupancy now() {
        return last;
    }

    /** Asks the disk what is free, and measures nothing; where that fails, what was known stays. */
    public Occupancy look() {
        try {
            last = asked();
        } catch (HostException failure) {
            warn(failure);
        }
        return last;
    }

    /** The same, and measures the images where they may have changed since it was done last. */
    public Occupancy survey() {
        return look(Pause.LONG);
    }

    /** The same, more eagerly: for who would be refused otherwise. */
    public Occupancy measured() {
        return look(Pause.SHORT);
    }

    private Occupancy look(Pause pause) {
        try {
            Occupancy seen = asked();
            if (measured.isDue(seen, removedBytes.get(), clock.instant(), pause) && measuring.tryLock()) {
                try {
                    measure(seen);
                } finally {
                    measuring.unlock();
                }
                seen = asked();
            }
            last = seen;
        } catch (HostException failure) {
            warn(failure);
        }
        return last;
    }

    private void warn(HostException failure) {
        LOG.atWarn().addKeyValue("pool", root).setCause(failure).log("could not look at the free space");
    }

    /** What is removed while it is measured, or was about to be, may be in the sum, and is taken off it. */
    private void measure(Occupancy before) {
        Instant began = clock.instant();
        long removed = removedBytes.get() - beingRemovedBytes.get();
        long bytes = new ImageSpace(files).bytes(images.get());
        Duration took = Duration.between(began, clock.instant());
        // What was added until now may have been measured as well.
        measured = new Measured(bytes, before.freeBytes(), addedBytes.get(), removed, began, took);
    }

    private Occupancy asked() {
        SpaceUsage space = files.space(root);
        long images = measured.imagesBytes(addedBytes.get(), removedBytes.get());
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

    /** An image that is about to be listed has so much more that is its own: it counts at once. */
    public void added(long allocatedBytes) {
        addedBytes.addAndGet(allocatedBytes);
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

    /** How long the images are not measured again, by how long it took the last time. */
    private enum Pause {
        LONG,
        SHORT;

        Duration after(Duration took) {
            return switch (this) {
                case LONG -> took.multipliedBy(100);
                case SHORT -> took.multipliedBy(10);
            };
        }
    }

    /**
     * @param freeBytes what was free when it was begun
     * @param addedBytes what had been added when it was done
     * @param removedBytes what had been removed until then
     * @param took how long it took
     */
    private record Measured(long bytes, long freeBytes, long addedBytes, long removedBytes, Instant at, Duration took) {
        long imagesBytes(long addedByNow, long removedByNow) {
            return Math.max(0, bytes + (addedByNow - addedBytes) - (removedByNow - removedBytes));
        }

        boolean isDue(Occupancy now, long removedByNow, Instant at, Pause pause) {
            Duration age = Duration.between(this.at, at);
            boolean same = now.freeBytes() == freeBytes && removedByNow == removedBytes;
            boolean early = !age.isNegative() && age.compareTo(pause.after(took)) < 0;
            return !early && !(same && age.compareTo(LONGEST_PAUSE) < 0);
        }
    }
}
