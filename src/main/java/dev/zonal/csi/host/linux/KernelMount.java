package dev.zonal.csi.host.linux;

import dev.zonal.csi.host.Mount;
import java.lang.foreign.Arena;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** One mount as the kernel describes it by its unique id, at a cost that does not grow with the number of mounts. */
final class KernelMount {
    private static final int OVERFLOW = -75;
    private static final int ANSWER_BYTES = 4096;
    private static final int LARGEST_ANSWER_BYTES = 1 << 20;

    /** Without these the answer is not whole; a filesystem may have no options and no subtype. */
    private static final long NEEDED = StatMount.SUPERBLOCK
            | StatMount.MOUNT
            | StatMount.ROOT
            | StatMount.TARGET
            | StatMount.TYPE
            | StatMount.SOURCE;

    private KernelMount() {}

    /** Empty where this kernel can't say it, or the mount is gone by now: the mount table then has the answer. */
    static Optional<MountInfo.Entry> of(long uniqueId) {
        for (int bytes = ANSWER_BYTES; bytes <= LARGEST_ANSWER_BYTES; bytes *= 4) {
            try (Arena memory = Arena.ofConfined()) {
                StatMount asked = new StatMount(memory, bytes);
                long result = asked.ask(uniqueId, NEEDED | StatMount.OPTIONS | StatMount.SUBTYPE);
                if (result != OVERFLOW) {
                    return result < 0 || !asked.has(NEEDED) ? Optional.empty() : read(asked);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<MountInfo.Entry> read(StatMount answer) {
        String type = answer.has(StatMount.SUBTYPE) ? answer.type() + "." + answer.subtype() : answer.type();
        Set<String> ofFilesystem = superblockFlags(answer.superblockFlags());
        if (answer.has(StatMount.OPTIONS)) {
            ofFilesystem.addAll(MountInfo.words(answer.options()));
        }
        Set<String> options = MountInfo.options(attributes(answer.attributes()), ofFilesystem);
        try {
            Mount mount = new Mount(Path.of(answer.target()), answer.root(), answer.source(), type, options);
            return Optional.of(new MountInfo.Entry(answer.reusedId(), answer.device(), answer.isShared(), mount));
        } catch (InvalidPathException notWritable) {
            return Optional.empty();
        }
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
