package dev.zonal.csi.host.linux;

import static dev.zonal.csi.host.linux.Syscall.CURRENT_DIRECTORY;
import static dev.zonal.csi.host.linux.Syscall.text;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileStatus;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open file descriptor and what can be done with it; closed by its owner, once however often: the number would soon
 * be somebody else's. Used after that it is EBADF.
 */
final class Descriptor implements AutoCloseable {
    private static final int CLOSED = -1;
    private static final int SEEK_DATA = 3;
    private static final int LOCK_EXCLUSIVE_NOW = 2 | 4;

    private final AtomicInteger number;
    private final Path path;

    /**
     * @param path for messages alone
     */
    Descriptor(long number, Path path) {
        this.number = new AtomicInteger((int) number);
        this.path = path;
    }

    /** Opens what stands at the path itself: a symbolic link as the last component is ELOOP. */
    static Descriptor open(Path path, int flags) {
        return create(path, flags, 0);
    }

    static Descriptor openDirectory(Path directory) {
        return open(directory, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY);
    }

    static Descriptor create(Path path, int flags, int mode) {
        try (Arena memory = Arena.ofConfined()) {
            long number = Syscall.OPENAT.call(
                    () -> "open " + path,
                    CURRENT_DIRECTORY,
                    text(memory, path),
                    flags | OpenFlags.NO_FOLLOW | OpenFlags.CLOSE_ON_EXEC,
                    mode);
            return new Descriptor(number, path);
        }
    }

    int number() {
        return number.get();
    }

    Path path() {
        return path;
    }

    /** A path that names what is open, whatever happens to its own path meanwhile. */
    String alias() {
        return "/proc/self/fd/" + number();
    }

    /** An ioctl whose argument is a number, or which has none. */
    long ioctl(Ioctl request, long argument) {
        return Syscall.checked(() -> request + " on " + path, attemptIoctl(request, argument));
    }

    /** An ioctl whose argument is a structure. */
    long ioctl(Ioctl request, MemorySegment argument) {
        return ioctl(request, argument.address());
    }

    /** The ioctl's result, or the negated errno. */
    long attemptIoctl(Ioctl request, long argument) {
        return Syscall.IOCTL.attempt(number(), request.number(), argument);
    }

    /** Reads at the offset until the buffer is full or the file ends; returns how many bytes there were. */
    long read(MemorySegment buffer, long offset) {
        long done = 0;
        while (done < buffer.byteSize()) {
            long at = offset + done;
            long count = Syscall.PREAD.call(
                    () -> "read " + path + " at byte " + at,
                    number(),
                    buffer.address() + done,
                    buffer.byteSize() - done,
                    at);
            if (count == 0) {
                break;
            }
            done += count;
        }
        return done;
    }

    /** Writes the whole content at the place where the descriptor stands. */
    void write(byte[] content) {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment buffer = memory.allocateFrom(JAVA_BYTE, content);
            long done = 0;
            while (done < content.length) {
                done += Syscall.WRITE.call(
                        () -> "write " + path, number(), buffer.address() + done, content.length - done);
            }
        }
    }

    /** The next entries of a directory (getdents64(2)); how many bytes of them, 0 at the end. */
    long readEntries(MemorySegment buffer) {
        return Syscall.GETDENTS.call(() -> "list " + path, number(), buffer.address(), buffer.byteSize());
    }

    void sync() {
        Syscall.FSYNC.call(() -> "fsync " + path, number());
    }

    void syncFilesystem() {
        Syscall.SYNCFS.call(() -> "syncfs " + path, number());
    }

    void truncate(long length) {
        Syscall.FTRUNCATE.call(() -> "truncate " + path + " to " + length + " bytes", number(), length);
    }

    void allocate(int mode, long offset, long length) {
        Syscall.FALLOCATE.call(() -> "fallocate " + length + " bytes of " + path, number(), mode, offset, length);
    }

    boolean hasData(long fromByte) {
        long found = Syscall.LSEEK.attempt(number(), fromByte, SEEK_DATA);
        return !Syscall.failed(found, Errno.ENXIO) && Syscall.checked(() -> "seek data in " + path, found) >= 0;
    }

    /** Takes the exclusive lock at once; false where another open file has it. */
    boolean lock() {
        long result = Syscall.FLOCK.attempt(number(), LOCK_EXCLUSIVE_NOW);
        if (Syscall.failed(result, Errno.EAGAIN)) {
            return false;
        }
        Syscall.checked(() -> "lock " + path, result);
        return true;
    }

    /** Fills a struct statfs. */
    void statfs(MemorySegment buffer) {
        Syscall.FSTATFS.call(() -> "statfs " + path, number(), buffer.address());
    }

    FileStatus status() {
        Statx statx = Statx.of(this);
        Syscall.checked(() -> "stat " + path, statx.error());
        return statx.status();
    }

    /** Never retried: Linux has given the number back even where close(2) reports EINTR. */
    @Override
    public void close() {
        int open = number.getAndSet(CLOSED);
        if (open == CLOSED) {
            return;
        }
        long result = Syscall.CLOSE.once(open);
        if (!Syscall.failed(result, Errno.EINTR)) {
            Syscall.checked(() -> "close " + path, result);
        }
    }
}
