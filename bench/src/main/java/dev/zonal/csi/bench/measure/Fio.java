package dev.zonal.csi.bench.measure;

import dev.zonal.csi.host.Commands;
import dev.zonal.csi.host.ProcessCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A pattern of I/O that fio(1) makes, past the page cache.
 *
 * @param pattern as fio names it: read, write, randread, randwrite
 * @param blockSize as fio takes it
 * @param depth how many requests are on their way at once
 */
public record Fio(String pattern, String blockSize, int depth) {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final Commands COMMANDS = new ProcessCommands();
    private static final String FILE_SIZE = "256M";

    public static boolean isInstalled() {
        return COMMANDS.isInstalled("fio");
    }

    /** Writes the whole file once, so that no block of it is met for the first time. */
    public static void fill(Path file) {
        run(List.of("--rw=write", "--bs=1M", "--iodepth=8", "--end_fsync=1"), file);
    }

    /** Mebibytes per second, over that time. */
    public double measure(Path file, Duration time) {
        return measure(file, time, List.of());
    }

    /**
     * Mebibytes per second, over that time.
     *
     * @param buffers a file in memory for what is read and written: how a buffer lies in memory decides how many pieces a
     *     large request is cut into, so what is to be compared shares them
     */
    public double measure(Path file, Duration time, Path buffers) {
        return measure(file, time, List.of("--mem=mmapshared:" + buffers));
    }

    private double measure(Path file, Duration time, List<String> further) {
        List<String> options = new ArrayList<>(List.of(
                "--rw=" + pattern,
                "--bs=" + blockSize,
                "--iodepth=" + depth,
                "--time_based",
                "--runtime=" + time.toMillis() + "ms"));
        options.addAll(further);
        JsonNode job = run(options, file);
        String direction = pattern.endsWith("read") ? "read" : "write";
        return job.path(direction).path("bw_bytes").asDouble() / (1 << 20);
    }

    /** Without a look at all the disks there are, nor at what its clock is worth: that takes longer than a slice. */
    private static List<String> command(Path file, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                "fio",
                "--name=bench",
                "--filename=" + file,
                "--size=" + FILE_SIZE,
                "--direct=1",
                "--ioengine=libaio",
                "--thread",
                "--disk_util=0",
                "--clocksource=clock_gettime",
                "--output-format=json"));
        command.addAll(options);
        return command;
    }

    private static JsonNode run(List<String> options, Path file) {
        List<String> command = command(file, options);
        Commands.Result result = COMMANDS.run(TIMEOUT, command);
        if (result.exitCode() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + result.output());
        }
        // A warning may stand before it.
        String output = result.output();
        return MAPPER.readTree(output.substring(output.indexOf('{')))
                .path("jobs")
                .path(0);
    }

    @Override
    public String toString() {
        String order = pattern.startsWith("rand") ? "random " : "sequential ";
        return order + pattern.replace("rand", "") + " "
                + blockSize.replace("k", " KiB").replace("M", " MiB") + ", depth " + depth;
    }
}
