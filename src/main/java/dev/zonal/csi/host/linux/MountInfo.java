package dev.zonal.csi.host.linux;

import dev.zonal.csi.host.Mount;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The mount table as /proc/self/mountinfo writes it (proc_pid_mountinfo(5)).
 *
 * @param entries in the kernel's order: a mount stands after what it was mounted on
 */
record MountInfo(List<Entry> entries) {
    private static final int ID = 0;
    private static final int DEVICE = 2;
    private static final int ROOT = 3;
    private static final int TARGET = 4;
    private static final int OPTIONS = 5;
    private static final int FIRST_TAG = 6;

    MountInfo {
        entries = List.copyOf(entries);
    }

    /**
     * One line.
     *
     * @param id the mount's id, used again after it is gone
     * @param device the filesystem's device number (st_dev)
     * @param shared whether mounts below it reach a peer group
     */
    record Entry(long id, long device, boolean shared, Mount mount) {
        /** Whether it shows the block device: named as its source, bound as a node, or by the device's number. */
        boolean shows(Path path, long deviceNumber) {
            return device == deviceNumber || mount.shows(path);
        }
    }

    /** Reads the table. Lines that are no mount, or whose target is no path that this JVM can write, are left out. */
    static MountInfo parse(String text) {
        return new MountInfo(
                text.lines().map(MountInfo::entry).flatMap(Optional::stream).toList());
    }

    private static Optional<Entry> entry(String line) {
        List<String> fields = Arrays.asList(line.split(" ", -1));
        int separator = fields.indexOf("-");
        if (separator < FIRST_TAG || fields.size() < separator + 4) {
            return Optional.empty();
        }
        try {
            Mount mount = new Mount(
                    Path.of(unescape(fields.get(TARGET))),
                    unescape(fields.get(ROOT)),
                    unescape(fields.get(separator + 2)),
                    unescape(fields.get(separator + 1)),
                    options(words(fields.get(OPTIONS)), words(fields.get(separator + 3))));
            boolean shared = fields.subList(FIRST_TAG, separator).stream().anyMatch(tag -> tag.startsWith("shared:"));
            return Optional.of(
                    new Entry(Long.parseLong(fields.get(ID)), DeviceNumber.parse(fields.get(DEVICE)), shared, mount));
        } catch (InvalidPathException | NumberFormatException notOurs) {
            return Optional.empty();
        }
    }

    /**
     * The options of a mount and of its filesystem together. {@code rw} is the mount's own word and {@code ro} that of
     * either: a mount that lets writes through to a filesystem that takes none says both.
     */
    static Set<String> options(Set<String> ofMount, Set<String> ofFilesystem) {
        Set<String> options = new HashSet<>(ofFilesystem);
        options.remove("rw");
        options.addAll(ofMount);
        return options;
    }

    /** Splits a list of options, but not at the commas of one that is quoted, as an SELinux context with categories is. */
    static Set<String> words(String commaSeparated) {
        Set<String> words = new HashSet<>();
        int start = 0;
        boolean quoted = false;
        for (int at = 0; at <= commaSeparated.length(); at++) {
            boolean end = at == commaSeparated.length();
            if (end || (commaSeparated.charAt(at) == ',' && !quoted)) {
                if (at > start) {
                    words.add(unescape(commaSeparated.substring(start, at)));
                }
                start = at + 1;
            } else if (commaSeparated.charAt(at) == '"') {
                quoted = !quoted;
            }
        }
        return words;
    }

    /** Turns {@code \040} and its like (three octal digits, one byte each) into the characters that they stand for. */
    static String unescape(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\\'
                    && isOctal(bytes, i + 1, '3')
                    && isOctal(bytes, i + 2, '7')
                    && isOctal(bytes, i + 3, '7')) {
                plain.write((bytes[i + 1] - '0') << 6 | (bytes[i + 2] - '0') << 3 | bytes[i + 3] - '0');
                i += 3;
            } else {
                plain.write(bytes[i]);
            }
        }
        return plain.toString(StandardCharsets.UTF_8);
    }

    private static boolean isOctal(byte[] bytes, int index, char largest) {
        return index < bytes.length && bytes[index] >= '0' && bytes[index] <= largest;
    }

    Optional<Entry> withId(long id) {
        return entries.stream().filter(entry -> entry.id() == id).findFirst();
    }

    /** The mount at exactly that path; the last in the table where several stand on one another. */
    Optional<Entry> at(Path target) {
        return entries.stream()
                .filter(entry -> entry.mount().target().equals(target))
                .reduce((lower, upper) -> upper);
    }

    /** Every mount that shows the block device. */
    List<Mount> showing(Path device, long deviceNumber) {
        return entries.stream()
                .filter(entry -> entry.shows(device, deviceNumber))
                .map(Entry::mount)
                .toList();
    }
}
