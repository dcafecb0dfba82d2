package dev.zonal.csi.host.freeze;

import dev.zonal.csi.host.FileIdentity;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.ProcessIdentity;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * What a note says: who froze which filesystem, and where it was mounted.
 *
 * @param owner the process that froze it
 * @param device the loop device that it is on
 * @param filesystem the type's name
 */
record FreezeNote(ProcessIdentity owner, Path mountpoint, LoopDevice device, String filesystem) {
    private static final String BOOT = "boot";
    private static final String NAMESPACE = "pid-namespace";
    private static final String PROCESS = "pid";
    private static final String START = "start-ticks";
    private static final String MOUNTPOINT = "mountpoint";
    private static final String LOOP = "loop";
    private static final String BACKING_DEVICE = "backing-device";
    private static final String BACKING_INODE = "backing-inode";
    private static final String FILESYSTEM = "filesystem";

    byte[] bytes() {
        Properties lines = new Properties();
        lines.setProperty(BOOT, owner.boot());
        lines.setProperty(NAMESPACE, owner.namespace());
        lines.setProperty(PROCESS, Long.toString(owner.id()));
        lines.setProperty(START, Long.toString(owner.startTicks()));
        lines.setProperty(MOUNTPOINT, mountpoint.toString());
        lines.setProperty(LOOP, Integer.toString(device.number()));
        lines.setProperty(BACKING_DEVICE, Long.toString(device.backing().device()));
        lines.setProperty(BACKING_INODE, Long.toString(device.backing().inode()));
        lines.setProperty(FILESYSTEM, filesystem);
        StringWriter text = new StringWriter();
        try {
            lines.store(text, "this filesystem is frozen for a snapshot; the driver's next start thaws it");
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Empty where that is no whole note. */
    static Optional<FreezeNote> parse(byte[] bytes) {
        Properties lines = new Properties();
        try {
            lines.load(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
            FileIdentity backing = new FileIdentity(number(lines, BACKING_DEVICE), number(lines, BACKING_INODE));
            return Optional.of(new FreezeNote(
                    new ProcessIdentity(
                            word(lines, BOOT), word(lines, NAMESPACE), number(lines, PROCESS), number(lines, START)),
                    Path.of(word(lines, MOUNTPOINT)),
                    new LoopDevice(Math.toIntExact(number(lines, LOOP)), backing, false),
                    word(lines, FILESYSTEM)));
        } catch (IOException | IllegalArgumentException | ArithmeticException torn) {
            return Optional.empty();
        }
    }

    private static long number(Properties lines, String key) {
        return Long.parseLong(word(lines, key));
    }

    private static String word(Properties lines, String key) {
        String word = lines.getProperty(key);
        if (word == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return word;
    }
}
