package dev.zonal.csi.host.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The system call statmount(2): what the kernel says of one mount, by its unique id (Linux 6.8; the source's name from
 * 6.14 on). The memory of one question serves any number of them, one after the other; what is read is the last answer.
 */
final class StatMount {
    // The parts of an answer (include/uapi/linux/mount.h): each has to be asked for, and may be missing.
    static final long SUPERBLOCK = 0x1;
    static final long MOUNT = 0x2;
    static final long ROOT = 0x8;
    static final long TARGET = 0x10;
    static final long TYPE = 0x20;
    static final long OPTIONS = 0x80;
    static final long SUBTYPE = 0x100;
    static final long SOURCE = 0x200;

    private static final int REQUEST_BYTES = 24;

    /** Texts are given by their offsets behind the fixed part. */
    private static final long TEXTS = 512;

    private static final long SHARED = 1 << 20;

    private final MemorySegment request;
    private final MemorySegment answer;

    StatMount(Arena memory, int answerBytes) {
        request = memory.allocate(REQUEST_BYTES, Long.BYTES);
        request.set(JAVA_INT, 0, REQUEST_BYTES);
        answer = memory.allocate(answerBytes, Long.BYTES);
    }

    /** Asks for these parts of the mount; 0, or the negated errno. */
    long ask(long uniqueId, long parts) {
        request.set(JAVA_LONG, 8, uniqueId);
        request.set(JAVA_LONG, 16, parts);
        return Syscall.STATMOUNT.attempt(request.address(), answer.address(), answer.byteSize(), 0);
    }

    /** Whether the answer has all these parts. */
    boolean has(long parts) {
        return (answer.get(JAVA_LONG, 8) & parts) == parts;
    }

    String options() {
        return text(4);
    }

    /** The filesystem's device number (st_dev). */
    long device() {
        return DeviceNumber.of(answer.get(JAVA_INT, 16), answer.get(JAVA_INT, 20));
    }

    /** SB_*. */
    int superblockFlags() {
        return answer.get(JAVA_INT, 32);
    }

    String type() {
        return text(36);
    }

    /** The id that mountinfo shows, used again after the mount is gone. */
    long reusedId() {
        return Integer.toUnsignedLong(answer.get(JAVA_INT, 56));
    }

    /** MOUNT_ATTR_*. */
    long attributes() {
        return answer.get(JAVA_LONG, 64);
    }

    /** Whether mounts below it reach a peer group. */
    boolean isShared() {
        return (answer.get(JAVA_LONG, 72) & SHARED) != 0;
    }

    String root() {
        return text(104);
    }

    String target() {
        return text(108);
    }

    String subtype() {
        return text(120);
    }

    String source() {
        return text(124);
    }

    private String text(long field) {
        return answer.getString(TEXTS + Integer.toUnsignedLong(answer.get(JAVA_INT, field)));
    }
}
