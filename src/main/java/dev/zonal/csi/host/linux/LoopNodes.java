package dev.zonal.csi.host.linux;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Loop devices as sysfs lists them, and their nodes under /dev. */
final class LoopNodes {
    private static final Path SYSFS = Path.of("/sys/block");
    private static final String PREFIX = "loop";
    private static final String NODES = "/dev/" + PREFIX;
    private static final int NODE_MODE = 0660;

    private LoopNodes() {}

    static Path path(int number) {
        return Path.of(NODES + number);
    }

    /** The number of the device whose node that is; empty where it is the node of none. */
    static OptionalInt number(Path node) {
        String prefix = "/dev/" + PREFIX;
        String digits = node.toString().startsWith(prefix) ? node.toString().substring(prefix.length()) : "";
        return digits.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
    }

    /**
     * Opens the device's node. Where the node is missing it is made: in a container /dev is often a copy from the time
     * the container started, and loop devices come later.
     */
    static Descriptor open(int number, int flags) {
        Path node = path(number);
        try {
            return Descriptor.open(node, flags);
        } catch (HostException missing) {
            if (!missing.is(Errno.ENOENT)) {
                throw missing;
            }
        }
        try {
            PathCalls.makeBlockDevice(node, NODE_MODE, deviceNumber(number));
        } catch (HostException exists) {
            if (!exists.is(Errno.EEXIST)) {
                throw exists;
            }
        }
        return Descriptor.open(node, flags);
    }

    /** From sysfs and not 7:N, because with the module parameter max_part the minors are further apart. */
    private static long deviceNumber(int number) {
        Path file = SYSFS.resolve(PREFIX + number).resolve("dev");
        try {
            return DeviceNumber.parse(
                    Files.readString(file, StandardCharsets.US_ASCII).strip());
        } catch (NoSuchFileException missing) {
            throw new HostException("open " + path(number), Errno.ENXIO, "no such loop device");
        } catch (IOException unreadable) {
            throw new HostException("read " + file, Errno.EIO, String.valueOf(unreadable.getMessage()));
        }
    }

    /** What the kernel says is behind the device, for people; empty where it has no file by now. */
    static Optional<Path> backingFile(int number) {
        Path file = SYSFS.resolve(PREFIX + number).resolve("loop").resolve("backing_file");
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            String name = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
            return name.isEmpty() ? Optional.empty() : Optional.of(Path.of(name));
        } catch (IOException | InvalidPathException goneOrUnspeakable) {
            return Optional.empty();
        }
    }

    /** Whether the device refuses writes. */
    static boolean isReadOnly(int number) {
        return isSet(SYSFS.resolve(PREFIX + number).resolve("ro"));
    }

    /** Whether it goes with its last user. */
    static boolean isLeaving(int number) {
        return isSet(SYSFS.resolve(PREFIX + number).resolve("loop").resolve("autoclear"));
    }

    private static boolean isSet(Path flag) {
        try {
            return Files.readString(flag, StandardCharsets.US_ASCII).startsWith("1");
        } catch (IOException gone) {
            return false;
        }
    }

    /**
     * The numbers of the devices that have a file behind them: those whose sysfs folder has a folder {@code loop}. Not by
     * the one list of /proc/partitions: it may skip a device while another one is removed, and leaves out one over an
     * empty file.
     */
    static List<Integer> inUse() {
        // By java.io, whose looks take three fifths of those of java.nio: a host may have a thousand devices that were
        // used once, and every start looks at them.
        File folder = SYSFS.toFile();
        String[] names = folder.list((_, name) -> name.startsWith(PREFIX));
        if (names == null) {
            throw new HostException("list " + SYSFS, Errno.EIO, "it can't be read");
        }
        List<Integer> numbers = new ArrayList<>();
        for (String name : names) {
            String digits = name.substring(PREFIX.length());
            if (new File(folder, name + "/loop").exists() && digits.matches("\\d{1,9}")) {
                numbers.add(Integer.valueOf(digits));
            }
        }
        return numbers;
    }
}
