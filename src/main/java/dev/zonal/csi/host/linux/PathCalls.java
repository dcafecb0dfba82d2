package dev.zonal.csi.host.linux;

import static dev.zonal.csi.host.linux.Syscall.CURRENT_DIRECTORY;
import static dev.zonal.csi.host.linux.Syscall.text;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.zonal.csi.host.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** System calls that act on names; none follows a symbolic link as the last component, but {@link #resolve}. */
final class PathCalls {
    private static final int REMOVE_DIRECTORY = 0x200;
    private static final int NO_REPLACE = 1;
    private static final int BLOCK_DEVICE = 0x6000;
    private static final int PATH_MAX = 4096;

    // struct open_how (include/uapi/linux/openat2.h)
    private static final int HOW_BYTES = 24;
    private static final int HOW_FLAGS = 0;
    private static final int HOW_RESOLVE = 16;
    private static final long NO_SYMBOLIC_LINKS = 0x4;

    private PathCalls() {}

    static void makeDirectory(Path path, int mode) {
        try (Arena memory = Arena.ofConfined()) {
            Syscall.MKDIRAT.call(() -> "make directory " + path, CURRENT_DIRECTORY, text(memory, path), mode);
        }
    }

    static void makeSymbolicLink(Path link, Path target) {
        try (Arena memory = Arena.ofConfined()) {
            Syscall.SYMLINKAT.call(
                    () -> "link " + link + " to " + target,
                    text(memory, target),
                    CURRENT_DIRECTORY,
                    text(memory, link));
        }
    }

    static void removeFile(Path path) {
        remove(path, 0);
    }

    static void removeDirectory(Path path) {
        remove(path, REMOVE_DIRECTORY);
    }

    private static void remove(Path path, int flags) {
        try (Arena memory = Arena.ofConfined()) {
            Syscall.UNLINKAT.call(() -> "remove " + path, CURRENT_DIRECTORY, text(memory, path), flags);
        }
    }

    static void rename(Path from, Path to, boolean replacing) {
        try (Arena memory = Arena.ofConfined()) {
            Syscall.RENAMEAT.call(
                    () -> "rename " + from + " to " + to,
                    CURRENT_DIRECTORY,
                    text(memory, from),
                    CURRENT_DIRECTORY,
                    text(memory, to),
                    replacing ? 0 : NO_REPLACE);
        }
    }

    /** What realpath(3) answers, in two calls: the kernel follows every link, and says where it came out. */
    static Path resolve(Path path) {
        try (Arena memory = Arena.ofConfined()) {
            long number = Syscall.OPENAT.call(
                    () -> "resolve " + path,
                    CURRENT_DIRECTORY,
                    text(memory, path),
                    OpenFlags.PATH | OpenFlags.CLOSE_ON_EXEC);
            try (Descriptor found = new Descriptor(number, path)) {
                MemorySegment name = memory.allocate(PATH_MAX);
                long length = Syscall.READLINKAT.call(
                        () -> "resolve " + path,
                        CURRENT_DIRECTORY,
                        text(memory, found.alias()),
                        name.address(),
                        PATH_MAX);
                return Path.of(StandardCharsets.UTF_8
                        .decode(name.asSlice(0, length).asByteBuffer())
                        .toString());
            }
        }
    }

    /** Asked of the kernel in one walk (openat2(2), Linux 5.6): ELOOP where a link stands before the path ends. */
    static boolean leadsOverLink(Path path) {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment how = memory.allocate(HOW_BYTES, Long.BYTES);
            how.set(JAVA_LONG, HOW_FLAGS, OpenFlags.PATH | OpenFlags.CLOSE_ON_EXEC);
            how.set(JAVA_LONG, HOW_RESOLVE, NO_SYMBOLIC_LINKS);
            long result = Syscall.OPENAT2.attempt(CURRENT_DIRECTORY, text(memory, path), how.address(), HOW_BYTES);
            if (Syscall.failed(result, Errno.ELOOP)) {
                return true;
            }
            if (!Syscall.failed(result, Errno.ENOENT) && !Syscall.failed(result, Errno.ENOTDIR)) {
                new Descriptor(Syscall.checked(() -> "follow " + path, result), path).close();
            }
            return false;
        }
    }

    /** Makes the node of a block device. */
    static void makeBlockDevice(Path path, int mode, long deviceNumber) {
        try (Arena memory = Arena.ofConfined()) {
            Syscall.MKNODAT.call(
                    () -> "make device node " + path,
                    CURRENT_DIRECTORY,
                    text(memory, path),
                    BLOCK_DEVICE | mode,
                    deviceNumber);
        }
    }
}
