package dev.zonal.csi.host.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KernelLimitsTest {
    @TempDir
    Path root;

    private void says(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @ParameterizedTest
    @CsvSource({
        // partitions, mounts, threads, process numbers: the least of them counts, and half of it
        "0,   100000, 192730, 32768,   1024",
        "0,   100000, 192730, 4194304, 6022",
        "0,   100000, 10000000, 4194304, 25000",
        "0,   4000,   192730, 4194304, 1000",
        "255, 10000000, 10000000, 10000000, 2048",
        "0,   0,      192730, 4194304, 1"
    })
    void theScarcestOfLoopDevicesMountsAndThreadsDecides(
            String partitions, String mounts, String threads, String processes, long volumes) throws IOException {
        says("sys/module/loop/parameters/max_part", partitions + "\n");
        says("proc/sys/fs/mount-max", mounts + "\n");
        says("proc/sys/kernel/threads-max", threads + "\n");
        says("proc/sys/kernel/pid_max", processes + "\n");

        assertThat(new KernelLimits(root).volumes()).isEqualTo(volumes);
    }

    @Test
    void whatCantBeReadCountsWithTheDefault() throws IOException {
        says("proc/sys/kernel/pid_max", "max\n");

        assertThat(new KernelLimits(root).volumes()).isEqualTo(1024);
    }

    /** Read in pieces, each number of a real kernel ends after its first digit, and the node takes one volume. */
    @Test
    void theNumbersOfThisKernelAreReadWhole() {
        assertThat(new KernelLimits().volumes()).isBetween(100L, 1L << 20);
    }
}
