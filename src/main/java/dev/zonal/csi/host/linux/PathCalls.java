package dev.zonal.csi.host.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** System calls that act on names; none follows a symbolic link as the last component, but {@link #resolve}. */
final class PathCalls {
    private static final MethodHandle MKDIR = Native.function("mkdir", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle UNLINKAT = Native.function("unlinkat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle RENAMEAT2 =
            Native.function("renameat2", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle REALPATH = Native.function("realpath", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle MKNOD = Native.function("mknod", JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG);

    private static final int CURRENT_DIRECTORY = -100;
    private static final int REMOVE_DIRECTORY = 0x200;
    private static final int NO_REPLACE = 1;
    private static final int BLOCK_DEVICE = 0x6000;
    private static final int PATH_MAX = 4096;

    private PathCalls() {}

    static void makeDirectory(Path path, int mode) {
        Native.call(() -> "make directory " + path, (memory, state) ->
                (int) MKDIR.invokeExact(state, memory.allocateFrom(path.toString()), mode));
    }

    static void removeFile(Path path) {
        remove(path, 0);
    }

    static void removeDirectory(Path path) {
        remove(path, REMOVE_DIRECTORY);
    }

    private static void remove(Path path, int flags) {
        Native.call(() -> "remove " + path, (memory, state) ->
                (int) UNLINKAT.invokeExact(state, CURRENT_DIRECTORY, memory.allocateFrom(path.toString()), flags));
    }

    static void rename(Path from, Path to, boolean replacing) {
        int flags = replacing ? 0 : NO_REPLACE;
        Native.call(() -> "rename " + from + " to " + to, (memory, state) -> (int) RENAMEAT2.invokeExact(
                state,
                CURRENT_DIRECTORY,
                memory.allocateFrom(from.toString()),
                CURRENT_DIRECTORY,
                memory.allocateFrom(to.toString()),
                flags));
    }

    static Path resolve(Path path) {
        String[] resolved = new String[1];
        Native.call(() -> "resolve " + path, (memory, state) -> {
            MemorySegment buffer = memory.allocate(PATH_MAX);
            MemorySegment found =
                    (MemorySegment) REALPATH.invokeExact(state, memory.allocateFrom(path.toString()), buffer);
            if (found.address() == 0) {
                return -1;
            }
            resolved[0] = buffer.getString(0);
            return 0;
        });
        return Path.of(resolved[0]);
    }

    /** Makes the node of a block device. */
    static void makeBlockDevice(Path path, int mode, long deviceNumber) {
        Native.call(() -> "make device node " + path, (memory, state) -> (int)
                MKNOD.invokeExact(state, memory.allocateFrom(path.toString()), BLOCK_DEVICE | mode, deviceNumber));
    }
}
