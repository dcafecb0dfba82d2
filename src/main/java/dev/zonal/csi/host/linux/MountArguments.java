package dev.zonal.csi.host.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Mount options split as mount(2) wants them: flags of the kernel, and the rest as the filesystem's own data.
 *
 * @param flags MS_* (include/uapi/linux/mount.h)
 * @param data comma-separated, in the order given
 */
record MountArguments(long flags, String data) {
    static final long READ_ONLY = 1;

    private static final Map<String, Long> SETTING = Map.ofEntries(
            Map.entry("ro", READ_ONLY),
            Map.entry("nosuid", 2L),
            Map.entry("nodev", 4L),
            Map.entry("noexec", 8L),
            Map.entry("sync", 16L),
            Map.entry("dirsync", 128L),
            Map.entry("nosymfollow", 256L),
            Map.entry("noatime", 1L << 10),
            Map.entry("nodiratime", 1L << 11),
            Map.entry("silent", 1L << 15),
            Map.entry("relatime", 1L << 21),
            Map.entry("strictatime", 1L << 24),
            Map.entry("lazytime", 1L << 25));

    private static final Map<String, Long> CLEARING = Map.ofEntries(
            Map.entry("rw", READ_ONLY),
            Map.entry("suid", 2L),
            Map.entry("dev", 4L),
            Map.entry("exec", 8L),
            Map.entry("async", 16L),
            Map.entry("symfollow", 256L),
            Map.entry("atime", 1L << 10),
            Map.entry("diratime", 1L << 11),
            Map.entry("loud", 1L << 15),
            Map.entry("norelatime", 1L << 21),
            Map.entry("nostrictatime", 1L << 24),
            Map.entry("nolazytime", 1L << 25));

    /** Words for mount(8) and fstab(5), which the kernel never hears. */
    private static final Set<String> FOR_USER_SPACE = Set.of("defaults", "auto", "noauto", "nofail", "_netdev");

    /** Reads words in order; of two that contradict each other the later one counts, as with mount(8). */
    static MountArguments of(List<String> words) {
        long flags = 0;
        List<String> data = new ArrayList<>();
        for (String word : words.stream().flatMap(MountArguments::parts).toList()) {
            if (SETTING.containsKey(word)) {
                flags |= SETTING.getOrDefault(word, 0L);
            } else if (CLEARING.containsKey(word)) {
                flags &= ~CLEARING.getOrDefault(word, 0L);
            } else if (!FOR_USER_SPACE.contains(word) && !word.startsWith("x-")) {
                data.add(word);
            }
        }
        return new MountArguments(flags, String.join(",", data));
    }

    private static Stream<String> parts(String word) {
        return Stream.of(word.split(",", -1)).map(String::strip).filter(part -> !part.isEmpty());
    }
}
