package dev.zonal.csi.host.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.zonal.csi.host.FileTree;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a directory's names with getdents64(2), whose struct linux_dirent64 is the same on every architecture. */
final class DirectoryEntries {
    private static final int BUFFER_BYTES = 32 * 1024;
    private static final int LENGTH_OFFSET = 16;
    private static final int NAME_OFFSET = 19;

    private DirectoryEntries() {}

    static List<String> read(Descriptor directory) {
        List<String> names = new ArrayList<>();
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment buffer = memory.allocate(BUFFER_BYTES, Long.BYTES);
            for (long filled = directory.readEntries(buffer); filled > 0; filled = directory.readEntries(buffer)) {
                addNames(buffer.asSlice(0, filled), names);
            }
        }
        return names;
    }

    private static void addNames(MemorySegment entries, List<String> names) {
        long offset = 0;
        while (offset < entries.byteSize()) {
            int length = Short.toUnsignedInt(entries.get(JAVA_SHORT_UNALIGNED, offset + LENGTH_OFFSET));
            String name = text(entries.asSlice(offset + NAME_OFFSET, length - NAME_OFFSET));
            if (!name.equals(".") && !name.equals("..")) {
                names.add(name);
            }
            offset += length;
        }
    }

    /** Up to the first NUL, as UTF-8; bytes that are none become U+FFFD, as {@link FileTree#list} says. */
    private static String text(MemorySegment bytes) {
        byte[] all = bytes.toArray(JAVA_BYTE);
        int end = 0;
        while (all[end] != 0) {
            end++;
        }
        return new String(all, 0, end, StandardCharsets.UTF_8);
    }
}
