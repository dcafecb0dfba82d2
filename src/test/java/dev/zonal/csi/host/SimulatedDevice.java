package dev.zonal.csi.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A block device: a disk of its own, or a loop device while there is a file behind it. */
final class SimulatedDevice {
    private final Path path;
    private final long number;
    /** What was written to the node and has not reached the file. */
    private final List<UnaryOperator<FileContent>> cache = new ArrayList<>();

    private Optional<Inode> backing = Optional.empty();
    private boolean readOnly;
    private boolean dying;
    private long sizeBytes;

    SimulatedDevice(Path path, long number) {
        this.path = path;
        this.number = number;
    }

    Path path() {
        return path;
    }

    long number() {
        return number;
    }

    Optional<Inode> backing() {
        return backing;
    }

    Inode medium() {
        return backing.orElseThrow(() -> new HostException("open " + path, Errno.ENXIO));
    }

    Optional<Superblock> filesystem() {
        return medium().content.filesystem();
    }

    /** A freeze keeps a filesystem alive, whether or not it is mounted. */
    boolean isFrozen() {
        return backing.flatMap(medium -> medium.content.filesystem())
                .filter(filesystem -> filesystem.tree().isFrozen())
                .isPresent();
    }

    boolean isReadOnly() {
        return readOnly;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** Detached while in use: it goes with its last user, and nobody finds it any more. */
    boolean isDying() {
        return dying;
    }

    void setDying(boolean now) {
        dying = now;
    }

    void put(Inode medium, boolean withoutWrites) {
        backing = Optional.of(medium);
        readOnly = withoutWrites;
        takeSize();
    }

    void takeSize() {
        long size = medium().content.size();
        sizeBytes = size - size % 4096;
    }

    void clear() {
        cache.clear();
        backing = Optional.empty();
        dying = false;
    }

    /** What a workload writes to the device node stays in the page cache until it is flushed. */
    void write(long offset, byte[] bytes) {
        if (readOnly) {
            throw new HostException("write to " + path, Errno.EPERM);
        }
        byte[] written = bytes.clone();
        cache.add(content -> content.written(offset, written));
    }

    byte[] read(long offset, int length) {
        FileContent seen = medium().content;
        for (UnaryOperator<FileContent> write : cache) {
            seen = write.apply(seen);
        }
        return seen.bytes(offset, length);
    }

    /** Brings all that was written to the file, and to the file's disk. */
    void flush() {
        Inode medium = medium();
        cache.forEach(write -> medium.tree.change(medium, "block of " + path, write));
        cache.clear();
        medium.tree.sync(medium);
    }
}
