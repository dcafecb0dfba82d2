package dev.zonal.csi.host.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;

/**
 * How many volumes this kernel can carry at once, by its own numbers; of each number half is left to everything else on
 * the node. What can't be read counts with the kernel's default.
 */
public final class KernelLimits {
    /** A volume takes one, and a loop device's partitions take minors beside it (drivers/block/loop.c). */
    private static final int LOOP_MINOR_BITS = 20;

    /** Where it is staged and where it is published; each further pod on one volume takes one more. */
    private static final int MOUNTS_PER_VOLUME = 2;

    private static final long DEFAULT_MOUNTS = 100_000;

    /** Counted on Linux 6.18: a mounted ext4 has 2, xfs 8, btrfs 15, and each takes a process number. */
    private static final int THREADS_PER_VOLUME = 16;

    private static final long DEFAULT_THREADS = 32_768;

    private static final int OTHERS_SHARE = 2;

    private static final int LONGEST_NUMBER = 32;

    private final Path root;

    /** Of the kernel that this process runs on. */
    public KernelLimits() {
        this(Path.of("/"));
    }

    /**
     * @param root below which {@code proc} and {@code sys} stand
     */
    KernelLimits(Path root) {
        this.root = root;
    }

    /** How many volumes can be staged and published here at once; at least one. */
    public long volumes() {
        long partitions = number("sys/module/loop/parameters/max_part", 0);
        long loopDevices = (1L << LOOP_MINOR_BITS) >> (Long.SIZE - Long.numberOfLeadingZeros(partitions));
        long mounts = number("proc/sys/fs/mount-max", DEFAULT_MOUNTS) / MOUNTS_PER_VOLUME;
        long threads = Math.min(
                        number("proc/sys/kernel/threads-max", DEFAULT_THREADS),
                        number("proc/sys/kernel/pid_max", DEFAULT_THREADS))
                / THREADS_PER_VOLUME;
        return Math.max(1, LongStream.of(loopDevices, mounts, threads).min().getAsLong() / OTHERS_SHARE);
    }

    /** In one read: the kernel takes a second read of a number under /proc/sys for one behind its end. */
    private long number(String file, long fallback) {
        try (InputStream content = Files.newInputStream(root.resolve(file))) {
            byte[] text = new byte[LONGEST_NUMBER];
            int length = content.readNBytes(text, 0, text.length);
            return Math.max(0, Long.parseLong(new String(text, 0, length, StandardCharsets.US_ASCII).strip()));
        } catch (IOException | NumberFormatException unknown) {
            return fallback;
        }
    }
}
