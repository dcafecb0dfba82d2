package dev.zonal.csi.host.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.zonal.csi.host.Mount;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the kernel says of one mount by its unique id (statmount(2), Linux 6.8; the source's name from 6.14 on), at a
 * cost that does not grow with the number of mounts.
 */
final class KernelMount {
    private static final int OVERFLOW = -75;
    private static final int REQUEST_BYTES = 24;
    private static final int BUFFER_BYTES = 4096;
    private static final int LARGEST_BUFFER_BYTES = 1 << 20;
    private static final long STRINGS = 512;

    // The parts that are asked for and without which the answer is not whole, and those that may be missing.
    private static final long SUPERBLOCK = 0x1;
    private static final long MOUNT = 0x2;
    private static final long ROOT = 0x8;
    private static final long POINT = 0x10;
    private static final long TYPE = 0x20;
    private static final long SOURCE = 0x200;
    private static final long NEEDED = SUPERBLOCK | MOUNT | ROOT | POINT | TYPE | SOURCE;
    private static final long OPTIONS = 0x80;
    private static final long SUBTYPE = 0x100;

    private static final long SHARED = 1 << 20;

    private KernelMount() {}

    /** Empty where this kernel can't say it, or the mount is gone by now: the mount table then has the answer. */
    static Optional<MountInfo.Entry> of(long uniqueId) {
        for (int size = BUFFER_BYTES; size <= LARGEST_BUFFER_BYTES; size *= 4) {
            try (Arena memory = Arena.ofConfined()) {
                MemorySegment request = memory.allocate(REQUEST_BYTES, Long.BYTES);
                request.set(JAVA_INT, 0, REQUEST_BYTES);
                request.set(JAVA_LONG, 8, uniqueId);
                request.set(JAVA_LONG, 16, NEEDED | OPTIONS | SUBTYPE);
                MemorySegment buffer = memory.allocate(size, Long.BYTES);
                long result = Syscall.STATMOUNT.attempt(request.address(), buffer.address(), buffer.byteSize(), 0);
                if (result != OVERFLOW) {
                    return result < 0 ? Optional.empty() : read(buffer);
                }
            }
        }
        return Optional.empty();
    }

    /** struct statmount (include/uapi/linux/mount.h): strings are given by their offsets behind the fixed part. */
    private static Optional<MountInfo.Entry> read(MemorySegment buffer) {
        long parts = buffer.get(JAVA_LONG, 8);
        if ((parts & NEEDED) != NEEDED) {
            return Optional.empty();
        }
        String type = string(buffer, 36);
        String fullType = (parts & SUBTYPE) == 0 ? type : type + "." + string(buffer, 120);
        Set<String> ofFilesystem = superblockFlags(buffer.get(JAVA_INT, 32));
        if ((parts & OPTIONS) != 0) {
            ofFilesystem.addAll(MountInfo.words(string(buffer, 4)));
        }
        Set<String> options = MountInfo.options(attributes(buffer.get(JAVA_LONG, 64)), ofFilesystem);
        try {
            Mount mount = new Mount(
                    Path.of(string(buffer, 108)), string(buffer, 104), string(buffer, 124), fullType, options);
            return Optional.of(new MountInfo.Entry(
                    Integer.toUnsignedLong(buffer.get(JAVA_INT, 56)),
                    DeviceNumber.of(buffer.get(JAVA_INT, 16), buffer.get(JAVA_INT, 20)),
                    (buffer.get(JAVA_LONG, 72) & SHARED) != 0,
                    mount));
        } catch (InvalidPathException notWritable) {
            return Optional.empty();
        }
    }

    private static String string(MemorySegment buffer, long field) {
        return buffer.getString(STRINGS + Integer.toUnsignedLong(buffer.get(JAVA_INT, field)));
    }

    /** MOUNT_ATTR_*, in the words of mountinfo. */
    private static Set<String> attributes(long bits) {
        Set<String> words = new HashSet<>();
        words.add((bits & 0x1) != 0 ? "ro" : "rw");
        addIf(words, (bits & 0x2) != 0, "nosuid");
        addIf(words, (bits & 0x4) != 0, "nodev");
        addIf(words, (bits & 0x8) != 0, "noexec");
        addIf(words, (bits & 0x70) == 0, "relatime");
        addIf(words, (bits & 0x70) == 0x10, "noatime");
        addIf(words, (bits & 0x80) != 0, "nodiratime");
        addIf(words, (bits & 0x100000) != 0, "idmapped");
        addIf(words, (bits & 0x200000) != 0, "nosymfollow");
        return words;
    }

    /** SB_*, in the words of mountinfo. */
    private static Set<String> superblockFlags(int bits) {
        Set<String> words = new HashSet<>();
        addIf(words, (bits & 0x1) != 0, "ro");
        addIf(words, (bits & 0x10) != 0, "sync");
        addIf(words, (bits & 0x80) != 0, "dirsync");
        addIf(words, (bits & 0x2000000) != 0, "lazytime");
        return words;
    }

    private static void addIf(Set<String> words, boolean condition, String word) {
        if (condition) {
            words.add(word);
        }
    }
}
