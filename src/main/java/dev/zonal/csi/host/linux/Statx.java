package dev.zonal.csi.host.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.zonal.csi.host.FileIdentity;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.FileStatus.Kind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * What statx(2) says of a path, its last component not followed, no automount triggered.
 *
 * @param error the errno of the call, negated, or 0; all else is 0 then
 * @param mask which of the wanted parts the kernel knew
 * @param mountId which mount the path is in: the unique id where the mask says so, else the one of mountinfo
 */
record Statx(long error, int mask, long attributes, long mountId, FileStatus status) {
    static final int BASIC = 0x7ff;
    static final int MOUNT_ID = 0x1000;
    /** From Linux 6.8 on: an id that is never used twice. */
    static final int UNIQUE_MOUNT_ID = 0x4000;

    static final long IS_MOUNT_ROOT = 0x2000;

    private static final int NO_FOLLOW_NO_AUTOMOUNT = 0x100 | 0x800;
    private static final int EMPTY_PATH = 0x1000;
    private static final int SIZE = 256;
    private static final FileStatus NOTHING = new FileStatus(Kind.OTHER, new FileIdentity(0, 0), 0, 0, 0);

    static Statx of(Path path, int wanted) {
        return of(Syscall.CURRENT_DIRECTORY, path.toString(), NO_FOLLOW_NO_AUTOMOUNT, wanted);
    }

    static Statx of(Descriptor open) {
        return of(open.number(), "", EMPTY_PATH, BASIC);
    }

    private static Statx of(long directory, String path, int flags, int wanted) {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment buffer = memory.allocate(SIZE, Long.BYTES);
            long result = Syscall.STATX.attempt(directory, Syscall.text(memory, path), flags, wanted, buffer.address());
            return result < 0 ? new Statx(result, 0, 0, 0, NOTHING) : read(buffer);
        }
    }

    /** struct statx, whose fields stand at the same offsets everywhere (include/uapi/linux/stat.h). */
    private static Statx read(MemorySegment buffer) {
        int mode = Short.toUnsignedInt(buffer.get(JAVA_SHORT, 0x1c));
        Kind kind = kind(mode);
        boolean isDevice = kind == Kind.BLOCK_DEVICE || (mode & 0xf000) == 0x2000;
        FileStatus status = new FileStatus(
                kind,
                new FileIdentity(
                        DeviceNumber.of(buffer.get(JAVA_INT, 0x88), buffer.get(JAVA_INT, 0x8c)),
                        buffer.get(JAVA_LONG, 0x20)),
                buffer.get(JAVA_LONG, 0x28),
                buffer.get(JAVA_LONG, 0x30) * 512,
                isDevice ? DeviceNumber.of(buffer.get(JAVA_INT, 0x80), buffer.get(JAVA_INT, 0x84)) : 0);
        return new Statx(0, buffer.get(JAVA_INT, 0), buffer.get(JAVA_LONG, 0x08), buffer.get(JAVA_LONG, 0x90), status);
    }

    private static Kind kind(int mode) {
        return switch (mode & 0xf000) {
            case 0x8000 -> Kind.FILE;
            case 0x4000 -> Kind.DIRECTORY;
            case 0xa000 -> Kind.SYMBOLIC_LINK;
            case 0x6000 -> Kind.BLOCK_DEVICE;
            default -> Kind.OTHER;
        };
    }

    boolean has(int part) {
        return (mask & part) != 0;
    }

    boolean isMountRoot() {
        return (attributes & IS_MOUNT_ROOT) != 0;
    }
}
