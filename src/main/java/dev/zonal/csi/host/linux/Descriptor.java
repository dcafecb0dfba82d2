package dev.zonal.csi.host.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileStatus;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * An open file descriptor and what can be done with it; closed by its owner. The path is for messages alone.
 *
 * <p>Lengths that a call may fall short of (write) are completed here.
 */
record Descriptor(int number, Path path) implements AutoCloseable {
    private static final MethodHandle OPENAT =
            Native.variadic("openat", 3, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = Native.function("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle IOCTL = Native.variadic("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle PREAD =
            Native.function("pread", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle WRITE = Native.function("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle GETDENTS = Native.function("getdents64", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle FSYNC = Native.function("fsync", JAVA_INT, JAVA_INT);
    private static final MethodHandle SYNCFS = Native.function("syncfs", JAVA_INT, JAVA_INT);
    private static final MethodHandle FTRUNCATE = Native.function("ftruncate", JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle FALLOCATE =
            Native.function("fallocate", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle LSEEK = Native.function("lseek", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle FLOCK = Native.function("flock", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle FSTATFS = Native.function("fstatfs", JAVA_INT, JAVA_INT, ADDRESS);

    private static final int CURRENT_DIRECTORY = -100;
    private static final int SEEK_DATA = 3;
    private static final int LOCK_EXCLUSIVE_NOW = 2 | 4;

    /** Opens what stands at the path itself: a symbolic link as the last component is ELOOP. */
    static Descriptor open(Path path, int flags) {
        return create(path, flags, 0);
    }

    static Descriptor create(Path path, int flags, int mode) {
        int all = flags | OpenFlags.NO_FOLLOW | OpenFlags.CLOSE_ON_EXEC;
        long number = Native.call(() -> "open " + path, (memory, state) ->
                (int) OPENAT.invokeExact(state, CURRENT_DIRECTORY, memory.allocateFrom(path.toString()), all, mode));
        return new Descriptor((int) number, path);
    }

    /** An ioctl whose argument is a number, or which has none. */
    long ioctl(Ioctl request, long argument) {
        return Native.checked(() -> request + " on " + path, attemptIoctl(request, argument));
    }

    /** An ioctl whose argument is a structure. */
    long ioctl(Ioctl request, MemorySegment argument) {
        return ioctl(request, argument.address());
    }

    /** The ioctl's result, or the negated errno. */
    long attemptIoctl(Ioctl request, long argument) {
        return Native.attempt((memory, state) -> (int) IOCTL.invokeExact(state, number, request.number(), argument));
    }

    /** Reads at the offset until the buffer is full or the file ends; returns how many bytes there were. */
    long read(MemorySegment buffer, long offset) {
        long done = 0;
        while (done < buffer.byteSize()) {
            long start = done;
            long count = Native.call(() -> "read " + path + " at byte " + (offset + start), (memory, state) -> (long)
                    PREAD.invokeExact(state, number, buffer.asSlice(start), buffer.byteSize() - start, offset + start));
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
                long start = done;
                done += Native.call(() -> "write " + path, (_, state) ->
                        (long) WRITE.invokeExact(state, number, buffer.asSlice(start), content.length - start));
            }
        }
    }

    /** The next entries of a directory (getdents64(2)); how many bytes of them, 0 at the end. */
    long readEntries(MemorySegment buffer) {
        return Native.call(() -> "list " + path, (memory, state) ->
                (long) GETDENTS.invokeExact(state, number, buffer, buffer.byteSize()));
    }

    void sync() {
        Native.call(() -> "fsync " + path, (memory, state) -> (int) FSYNC.invokeExact(state, number));
    }

    void syncFilesystem() {
        Native.call(() -> "syncfs " + path, (memory, state) -> (int) SYNCFS.invokeExact(state, number));
    }

    void truncate(long length) {
        Native.call(() -> "truncate " + path + " to " + length + " bytes", (memory, state) ->
                (int) FTRUNCATE.invokeExact(state, number, length));
    }

    /** fallocate(2) from the file's beginning. */
    void allocate(int mode, long length) {
        Native.call(() -> "fallocate " + length + " bytes of " + path, (memory, state) ->
                (int) FALLOCATE.invokeExact(state, number, mode, 0L, length));
    }

    boolean hasData(long fromByte) {
        long found = Native.attempt((memory, state) -> (long) LSEEK.invokeExact(state, number, fromByte, SEEK_DATA));
        if (Native.failed(found, Errno.ENXIO)) {
            return false;
        }
        Native.checked(() -> "seek data in " + path, found);
        return true;
    }

    /** Takes the exclusive lock at once; false where another open file has it. */
    boolean lock() {
        long result = Native.attempt((memory, state) -> (int) FLOCK.invokeExact(state, number, LOCK_EXCLUSIVE_NOW));
        if (Native.failed(result, Errno.EAGAIN)) {
            return false;
        }
        Native.checked(() -> "lock " + path, result);
        return true;
    }

    void statfs(MemorySegment buffer) {
        Native.call(() -> "statfs " + path, (memory, state) -> (int) FSTATFS.invokeExact(state, number, buffer));
    }

    FileStatus status() {
        Statx statx = Statx.of(this);
        Native.checked(() -> "stat " + path, statx.error());
        return statx.status();
    }

    /** Never retried: Linux has given the number back even where close(2) reports EINTR. */
    @Override
    public void close() {
        long result = Native.once((memory, state) -> (int) CLOSE.invokeExact(state, number));
        if (!Native.failed(result, Errno.EINTR)) {
            Native.checked(() -> "close " + path, result);
        }
    }
}
