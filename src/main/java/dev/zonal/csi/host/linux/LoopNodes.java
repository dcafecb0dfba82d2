package dev.zonal.csi.host.linux;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Loop devices as the kernel lists them, and their nodes under /dev. */
final class LoopNodes {
    private static final Path SYSFS = Path.of("/sys/block");

    /** Of each block device with a size: its numbers, its blocks and its name (proc(5)). */
    private static final Path PARTITIONS = Path.of("/proc/partitions");

    private static final Pattern WHOLE_DEVICE = Pattern.compile(" loop(\\d{1,9})$");

    private static final String PREFIX = "loop";
    private static final int NODE_MODE = 0660;

    private LoopNodes() {}

    static Path path(int number) {
        return Path.of("/dev/" + PREFIX + number);
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
            return Optional.of(Path.of(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text));
        } catch (IOException | InvalidPathException goneOrUnspeakable) {
            return Optional.empty();
        }
    }

    /**
     * The numbers of the devices that have a file behind them: only those have a size, and are told of. One list, because
     * a host may have thousands of devices that were used once.
     */
    static List<Integer> inUse() {
        try (Stream<String> lines = Files.lines(PARTITIONS, StandardCharsets.ISO_8859_1)) {
            return lines.map(WHOLE_DEVICE::matcher)
                    .filter(Matcher::find)
                    .map(found -> Integer.valueOf(found.group(1)))
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            throw new HostException("read " + PARTITIONS, Errno.EIO, String.valueOf(unreadable.getMessage()));
        }
    }
}
