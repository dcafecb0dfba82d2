package dev.zonal.csi.host.linux;

import static dev.zonal.csi.host.linux.Syscall.CURRENT_DIRECTORY;
import static dev.zonal.csi.host.linux.Syscall.text;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The system calls around mounts. None follows a symbolic link at the end of a path. */
final class MountCalls {
    private static final int MNT_DETACH = 2;
    private static final int UMOUNT_NOFOLLOW = 8;
    private static final long EMPTY_PATH = 0x1000;
    private static final long NO_FOLLOW = 0x100;
    private static final long CLONE_TREE = 1;
    private static final long MOVE_FROM_EMPTY_PATH = 4;
    private static final long READ_ONLY_ATTRIBUTE = 1;
    private static final long ATTRIBUTES_BYTES = 32;

    private static final int UNMOUNT_ATTEMPTS = 25;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private MountCalls() {}

    static void mount(Path source, Path target, String filesystem, MountArguments options) {
        // mount(2) follows a link at the target, so it gets a directory that is open already and none.
        try (Descriptor open = Descriptor.open(target, OpenFlags.PATH | OpenFlags.DIRECTORY);
                Arena memory = Arena.ofConfined()) {
            Syscall.MOUNT.call(
                    () -> "mount " + source + " (" + filesystem + ") at " + target,
                    text(memory, source),
                    text(memory, open.alias()),
                    text(memory, filesystem),
                    options.flags(),
                    text(memory, options.data()));
        }
    }

    /**
     * A program that is being started has copies of all our descriptors, and so uses what they are open on, until its
     * execve(2): what is busy is tried again for a moment.
     */
    static void unmount(Path target) {
        try (Arena memory = Arena.ofConfined()) {
            long path = text(memory, target);
            for (int attempt = 1; ; attempt++) {
                try {
                    Syscall.UMOUNT.call(() -> "unmount " + target, path, UMOUNT_NOFOLLOW);
                    return;
                } catch (HostException busy) {
                    if (!busy.is(Errno.EBUSY) || attempt == UNMOUNT_ATTEMPTS) {
                        throw busy;
                    }
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    static void unmountLazily(Path target) {
        try (Arena memory = Arena.ofConfined()) {
            Syscall.UMOUNT.call(() -> "unmount " + target, text(memory, target), UMOUNT_NOFOLLOW | MNT_DETACH);
        }
    }

    /** A copy of the mount's part at the path (open_tree(2)) that is nowhere yet; it vanishes when closed. */
    static Descriptor copyOf(Path source) {
        try (Arena memory = Arena.ofConfined()) {
            long number = Syscall.OPEN_TREE.call(
                    () -> "open the tree at " + source,
                    CURRENT_DIRECTORY,
                    text(memory, source),
                    CLONE_TREE | NO_FOLLOW | OpenFlags.CLOSE_ON_EXEC);
            return new Descriptor(number, source);
        }
    }

    /** Forbids writing through a mount that is nowhere yet (mount_setattr(2)); its other attributes stay. */
    static void makeReadOnly(Descriptor tree) {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment attributes = memory.allocate(ATTRIBUTES_BYTES, Long.BYTES);
            attributes.set(JAVA_LONG, 0, READ_ONLY_ATTRIBUTE);
            Syscall.MOUNT_SETATTR.call(
                    () -> "make the tree of " + tree.path() + " read-only",
                    tree.number(),
                    text(memory, ""),
                    EMPTY_PATH,
                    attributes.address(),
                    ATTRIBUTES_BYTES);
        }
    }

    /** Puts a mount that is nowhere yet at the target (move_mount(2)). */
    static void place(Descriptor tree, Path target) {
        try (Arena memory = Arena.ofConfined()) {
            Syscall.MOVE_MOUNT.call(
                    () -> "bind " + tree.path() + " at " + target,
                    tree.number(),
                    text(memory, ""),
                    CURRENT_DIRECTORY,
                    text(memory, target),
                    MOVE_FROM_EMPTY_PATH);
        }
    }
}
