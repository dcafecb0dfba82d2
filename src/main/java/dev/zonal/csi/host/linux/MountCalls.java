package dev.zonal.csi.host.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * The system calls around mounts. The newer ones are called by number, because older C libraries have no function for
 * them; these numbers are the same on all architectures.
 */
final class MountCalls {
    private static final MethodHandle MOUNT =
            Native.function("mount", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    private static final MethodHandle UMOUNT2 = Native.function("umount2", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SYSCALL =
            Native.variadic("syscall", 1, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private static final long OPEN_TREE = 428;
    private static final long MOVE_MOUNT = 429;
    private static final long MOUNT_SETATTR = 442;
    private static final long STATMOUNT = 457;

    private static final long CURRENT_DIRECTORY = -100;
    private static final int UMOUNT_NOFOLLOW = 8;
    private static final long EMPTY_PATH = 0x1000;
    private static final long NO_FOLLOW = 0x100;
    private static final long CLONE_TREE = 1;
    private static final long MOVE_FROM_EMPTY_PATH = 4;
    private static final long READ_ONLY_ATTRIBUTE = 1;
    private static final long ATTRIBUTES_BYTES = 32;

    private MountCalls() {}

    static void mount(Path source, Path target, String filesystem, MountOptions options) {
        // mount(2) follows a symbolic link at the target, so it gets an already opened target that is none.
        try (Descriptor open = Descriptor.open(target, OpenFlags.PATH | OpenFlags.DIRECTORY)) {
            Native.call(
                    () -> "mount " + source + " (" + filesystem + ") at " + target,
                    (memory, state) -> (int) MOUNT.invokeExact(
                            state,
                            memory.allocateFrom(source.toString()),
                            memory.allocateFrom("/proc/self/fd/" + open.number()),
                            memory.allocateFrom(filesystem),
                            options.flags(),
                            memory.allocateFrom(options.data())));
        }
    }

    static void unmount(Path target) {
        Native.call(() -> "unmount " + target, (memory, state) ->
                (int) UMOUNT2.invokeExact(state, memory.allocateFrom(target.toString()), UMOUNT_NOFOLLOW));
    }

    /** A copy of the mount's part at the path (open_tree(2)) that is nowhere yet; it vanishes when closed. */
    static Descriptor copyOf(Path source) {
        long number = Native.call(() -> "open the tree at " + source, (memory, state) -> (long) SYSCALL.invokeExact(
                state,
                OPEN_TREE,
                CURRENT_DIRECTORY,
                memory.allocateFrom(source.toString()).address(),
                CLONE_TREE | NO_FOLLOW | OpenFlags.CLOSE_ON_EXEC,
                0L,
                0L));
        return new Descriptor((int) number, source);
    }

    /** Forbids writing through a mount that is nowhere yet (mount_setattr(2)); its other attributes stay. */
    static void makeReadOnly(Descriptor tree) {
        Native.call(() -> "make the tree of " + tree.path() + " read-only", (memory, state) -> {
            MemorySegment attributes = memory.allocate(ATTRIBUTES_BYTES, Long.BYTES);
            attributes.set(JAVA_LONG, 0, READ_ONLY_ATTRIBUTE);
            return (long) SYSCALL.invokeExact(
                    state,
                    MOUNT_SETATTR,
                    (long) tree.number(),
                    memory.allocateFrom("").address(),
                    EMPTY_PATH,
                    attributes.address(),
                    ATTRIBUTES_BYTES);
        });
    }

    /** Puts a mount that is nowhere yet at the target (move_mount(2)), which is not followed where it is a link. */
    static void place(Descriptor tree, Path target) {
        Native.call(() -> "bind " + tree.path() + " at " + target, (memory, state) -> (long) SYSCALL.invokeExact(
                state,
                MOVE_MOUNT,
                (long) tree.number(),
                memory.allocateFrom("").address(),
                CURRENT_DIRECTORY,
                memory.allocateFrom(target.toString()).address(),
                MOVE_FROM_EMPTY_PATH));
    }

    /** statmount(2); the negated errno where it fails. */
    static long statmount(MemorySegment request, MemorySegment buffer) {
        return Native.attempt((Arena memory, MemorySegment state) -> (long)
                SYSCALL.invokeExact(state, STATMOUNT, request.address(), buffer.address(), buffer.byteSize(), 0L, 0L));
    }
}
