package dev.zonal.csi.host.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Extent;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.SpaceUsage;
import dev.zonal.csi.model.ByteSize;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The files of this host, by system calls. It has no state. */
final class LinuxFileTree implements FileTree {
    private static final int DIRECTORY_MODE = 0750;
    private static final int FILE_MODE = 0640;
    private static final int IMAGE_MODE = 0600;
    private static final int KEEP_SIZE_AND_PUNCH_HOLE = 0x01 | 0x02;
    private static final int UNSHARE_RANGE = 0x40;
    private static final long UNSHARED_AT_ONCE = 64 << 20;

    /** More than any filesystem's block: a hole that ends inside a block would leave that block allocated. */
    private static final long ALLOCATION_UNIT = 1 << 20;

    private static final int SMALL_FILE_BYTES = 4 * 1024;

    /** struct statfs: fifteen fields of eight bytes on both architectures. */
    static final long STATFS_BYTES = 120;

    @Override
    public Optional<FileStatus> status(Path path) {
        Statx statx = Statx.of(path, Statx.BASIC);
        if (Syscall.failed(statx.error(), Errno.ENOENT) || Syscall.failed(statx.error(), Errno.ENOTDIR)) {
            return Optional.empty();
        }
        Syscall.checked(() -> "stat " + path, statx.error());
        return Optional.of(statx.status());
    }

    /** Non-blocking, because opening a pipe that nobody stands at the other end of would otherwise never return. */
    private static Descriptor open(Path path, int flags) {
        return Descriptor.open(path, flags | OpenFlags.NON_BLOCKING);
    }

    @Override
    public Path resolved(Path path) {
        return PathCalls.resolve(path);
    }

    @Override
    public boolean leadsOverLink(Path path) {
        return PathCalls.leadsOverLink(path);
    }

    @Override
    public List<String> list(Path directory) {
        try (Descriptor open = Descriptor.openDirectory(directory)) {
            return DirectoryEntries.read(open);
        }
    }

    @Override
    public byte[] read(Path file, int limitBytes) {
        try (Descriptor open = open(file, OpenFlags.READ_ONLY)) {
            // Most files are small: their length is not worth a question of its own.
            long expected = Math.min(SMALL_FILE_BYTES, limitBytes);
            while (true) {
                byte[] content = readUpTo(open, expected + 1);
                if (content.length <= expected) {
                    return content;
                }
                if (expected == limitBytes) {
                    break;
                }
                // A file of /proc says that it has no length.
                expected = Math.min(
                        limitBytes, Math.max(2 * expected, open.status().sizeBytes()));
            }
            throw new HostException("read " + file, Errno.EFBIG, "longer than " + limitBytes + " bytes");
        }
    }

    private static byte[] readUpTo(Descriptor open, long bytes) {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment buffer = memory.allocate(bytes);
            return buffer.asSlice(0, open.read(buffer, 0)).toArray(JAVA_BYTE);
        }
    }

    @Override
    public void createDirectory(Path directory) {
        PathCalls.makeDirectory(directory, DIRECTORY_MODE);
    }

    @Override
    public void createFile(Path file, byte[] content) {
        create(file, FILE_MODE, open -> open.write(content));
    }

    @Override
    public void createSparse(Path file, ByteSize size) {
        create(file, IMAGE_MODE, open -> open.truncate(size.bytes()));
    }

    @Override
    public void createSymbolicLink(Path link, Path target) {
        PathCalls.makeSymbolicLink(link, target);
    }

    @Override
    public void cloneFile(Path source, Path target) {
        try (Descriptor from = open(source, OpenFlags.READ_ONLY)) {
            create(target, IMAGE_MODE, to -> Reflinks.shareAll(from, to));
        }
    }

    @Override
    public OptionalLong cloneExtents(Path source, Path target, long fromByte, int extents) {
        try (Descriptor from = open(source, OpenFlags.READ_ONLY);
                Descriptor to = open(target, OpenFlags.WRITE_ONLY)) {
            return Reflinks.shareNext(from, to, fromByte, extents);
        }
    }

    @Override
    public void completeClone(Path source, Path target) {
        try (Descriptor from = open(source, OpenFlags.READ_ONLY);
                Descriptor to = open(target, OpenFlags.WRITE_ONLY)) {
            Reflinks.shareAll(from, to);
        }
    }

    /** Makes the file and fills it; a file that could not be filled is gone again. */
    private static void create(Path file, int mode, Consumer<Descriptor> fill) {
        int flags = OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.EXCLUSIVE;
        Descriptor open = Descriptor.create(file, flags, mode);
        try (open) {
            fill.accept(open);
        } catch (RuntimeException | Error failure) {
            removeAfter(failure, file);
            throw failure;
        }
    }

    private static void removeAfter(Throwable failure, Path file) {
        try {
            PathCalls.removeFile(file);
        } catch (HostException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    @Override
    public void resize(Path file, ByteSize size) {
        try (Descriptor open = open(file, OpenFlags.WRITE_ONLY)) {
            open.truncate(size.bytes());
        }
    }

    @Override
    public void allocate(Path file, ByteSize size) {
        try (Descriptor open = open(file, OpenFlags.WRITE_ONLY)) {
            open.allocate(0, 0, size.bytes());
        }
    }

    @Override
    public void unshare(Path file) {
        try (Descriptor open = open(file, OpenFlags.READ_WRITE)) {
            long size = open.status().sizeBytes();
            // The kernel copies through the page cache: a part at a time keeps that small.
            for (long from = 0; from < size; from += UNSHARED_AT_ONCE) {
                open.allocate(UNSHARE_RANGE, from, Math.min(UNSHARED_AT_ONCE, size - from));
                open.sync();
            }
        }
    }

    @Override
    public void extents(Path file, Consumer<Extent> reader) {
        try (Descriptor open = open(file, OpenFlags.READ_ONLY)) {
            ExtentMap.read(open, reader);
        }
    }

    @Override
    public long extentCount(Path file) {
        try (Descriptor open = open(file, OpenFlags.READ_ONLY)) {
            return InodeAttributes.extentCount(open);
        }
    }

    @Override
    public void copyOnlyWhatIsWritten(Path fileOrDirectory) {
        try (Descriptor open = open(fileOrDirectory, OpenFlags.READ_ONLY)) {
            InodeAttributes.copyOneBlockAtLeast(open);
        }
    }

    @Override
    public void wipe(Path file) {
        try (Descriptor open = open(file, OpenFlags.WRITE_ONLY)) {
            ByteSize size = ByteSize.ofBytes(open.status().sizeBytes());
            if (!size.isZero()) {
                open.allocate(
                        KEEP_SIZE_AND_PUNCH_HOLE,
                        0,
                        size.roundedUpTo(ALLOCATION_UNIT).bytes());
            }
        }
    }

    @Override
    public boolean hasData(Path file, long fromByte) {
        try (Descriptor open = open(file, OpenFlags.READ_ONLY)) {
            return open.hasData(fromByte);
        }
    }

    @Override
    public void sync(Path fileOrDirectory) {
        try (Descriptor open = open(fileOrDirectory, OpenFlags.READ_ONLY)) {
            open.sync();
        }
    }

    @Override
    public void rename(Path from, Path to) {
        PathCalls.rename(from, to, false);
    }

    @Override
    public void replace(Path from, Path to) {
        PathCalls.rename(from, to, true);
    }

    @Override
    public void deleteFile(Path file) {
        PathCalls.removeFile(file);
    }

    @Override
    public void deleteDirectory(Path directory) {
        PathCalls.removeDirectory(directory);
    }

    @Override
    public SpaceUsage space(Path path) {
        try (Descriptor open = Descriptor.open(path, OpenFlags.PATH);
                Arena memory = Arena.ofConfined()) {
            MemorySegment buffer = memory.allocate(STATFS_BYTES, Long.BYTES);
            open.statfs(buffer);
            long unit = buffer.getAtIndex(JAVA_LONG, 9);
            return new SpaceUsage(
                    buffer.getAtIndex(JAVA_LONG, 2) * unit,
                    buffer.getAtIndex(JAVA_LONG, 3) * unit,
                    buffer.getAtIndex(JAVA_LONG, 4) * unit,
                    buffer.getAtIndex(JAVA_LONG, 5),
                    buffer.getAtIndex(JAVA_LONG, 6),
                    buffer.getAtIndex(JAVA_LONG, 0));
        }
    }

    @Override
    public Optional<Lock> lock(Path file) {
        Descriptor open = Descriptor.create(file, OpenFlags.READ_ONLY | OpenFlags.CREATE, IMAGE_MODE);
        boolean held = false;
        try {
            held = open.lock();
            return held ? Optional.of(open::close) : Optional.empty();
        } finally {
            if (!held) {
                open.close();
            }
        }
    }
}
