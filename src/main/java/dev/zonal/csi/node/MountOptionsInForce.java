package dev.zonal.csi.node;

import dev.zonal.csi.host.Mount;
import dev.zonal.csi.model.FilesystemType;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Those mount options by which a mount can be held against what is asked for: the kernel's table shows them as they were
 * given, whenever they are in force. Of the others it shows some rewritten and some never, so that a request which is
 * repeated would seem to be another.
 *
 * @param flags shown whenever in force, and only then
 * @param values by their names; one that equals the filesystem's default may not be shown
 * @param labels SELinux contexts; empty where the kernel keeps no labels, and takes such options without a word
 */
record MountOptionsInForce(Set<String> flags, Map<String, String> values, Optional<Set<String>> labels) {
    private static final Set<String> FLAGS =
            Set.of("nosuid", "nodev", "noexec", "nodiratime", "sync", "dirsync", "lazytime", "discard");
    /** Of these, what all mounts of a filesystem share. */
    private static final Set<String> SHARED = Set.of("sync", "dirsync", "lazytime", "discard");

    private static final Map<String, String> REVOKED =
            Map.of("sync", "async", "lazytime", "nolazytime", "discard", "nodiscard", "noatime", "atime");
    private static final Set<String> VALUES = Set.of("commit", "data", "errors");
    private static final Set<String> LABELS = Set.of("context", "fscontext", "defcontext", "rootcontext");

    /** What the kernel says of a filesystem on which it keeps labels, and that was not given one. */
    private static final String LABELLED = "seclabel";

    MountOptionsInForce {
        flags = Set.copyOf(flags);
        values = Map.copyOf(values);
        labels = labels.map(Set::copyOf);
    }

    static MountOptionsInForce of(Mount mount) {
        Set<String> shown = mount.options();
        Set<String> flags = flags(shown, mount.filesystem());
        if (shown.contains("noatime")) {
            flags.add("noatime");
        } else if (!shown.contains("relatime")) {
            flags.add("strictatime");
        }
        Set<String> labels = labels(shown);
        boolean labelled = !labels.isEmpty() || shown.contains(LABELLED);
        return new MountOptionsInForce(flags, values(shown), labelled ? Optional.of(labels) : Optional.empty());
    }

    /**
     * What a mount with these options would show, in a kernel that keeps labels.
     *
     * @param filesystem the word for its type
     */
    static MountOptionsInForce of(List<String> asked, String filesystem) {
        Set<String> given = new HashSet<>(asked);
        REVOKED.forEach((option, revoking) -> {
            if (asked.lastIndexOf(revoking) > asked.lastIndexOf(option)) {
                given.remove(option);
            }
        });
        Set<String> flags = flags(given, filesystem);
        if (given.contains("strictatime")) {
            flags.add("strictatime");
        } else if (given.contains("noatime")) {
            flags.add("noatime");
        }
        return new MountOptionsInForce(flags, values(asked), Optional.of(labels(asked)));
    }

    private static Set<String> flags(Set<String> options, String filesystem) {
        Set<String> flags = new HashSet<>(options);
        flags.retainAll(FLAGS);
        if (filesystem.equals(FilesystemType.BTRFS.word())) {
            // It discards by itself where the device can, and shows that in words of its own.
            flags.remove("discard");
        }
        return flags;
    }

    /** Of several with one name the last one counts. */
    private static Map<String, String> values(Collection<String> options) {
        Map<String, String> values = new HashMap<>();
        for (String option : options) {
            int equals = option.indexOf('=');
            if (equals > 0 && VALUES.contains(option.substring(0, equals))) {
                values.put(option.substring(0, equals), option.substring(equals + 1));
            }
        }
        return values;
    }

    /** Without the quotes that a context with commas has, in a request and in the table. */
    private static Set<String> labels(Collection<String> options) {
        Set<String> labels = new HashSet<>();
        for (String option : options) {
            int equals = option.indexOf('=');
            if (equals > 0 && LABELS.contains(option.substring(0, equals))) {
                labels.add(option.replace("\"", ""));
            }
        }
        return labels;
    }

    /** Those that all mounts of the filesystem share. */
    MountOptionsInForce ofFilesystem() {
        Set<String> shared = new HashSet<>(flags);
        shared.retainAll(SHARED);
        return new MountOptionsInForce(shared, values, labels);
    }

    /** Whether nothing tells the two apart. */
    boolean agreesWith(MountOptionsInForce asked) {
        boolean sameLabels = labels.isEmpty() || asked.labels.isEmpty() || labels.equals(asked.labels);
        return flags.equals(asked.flags) && sameLabels && contradictsNoValueOf(asked);
    }

    /** Whether all that is asked for is in force, whatever else is. */
    boolean includes(MountOptionsInForce asked) {
        boolean labelled = labels.isEmpty() || labels.get().containsAll(asked.labels.orElse(Set.of()));
        return flags.containsAll(asked.flags) && labelled && contradictsNoValueOf(asked);
    }

    private boolean contradictsNoValueOf(MountOptionsInForce asked) {
        return values.entrySet().stream()
                .allMatch(value -> asked.values
                        .getOrDefault(value.getKey(), value.getValue())
                        .equals(value.getValue()));
    }
}
