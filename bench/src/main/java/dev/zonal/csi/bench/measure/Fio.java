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
        JsonNode job = run(
                List.of(
                        "--rw=" + pattern,
                        "--bs=" + blockSize,
                        "--iodepth=" + depth,
                        "--time_based",
                        "--runtime=" + time.toMillis() + "ms"),
                file);
        String direction = pattern.endsWith("read") ? "read" : "write";
        return job.path(direction).path("bw_bytes").asDouble() / (1 << 20);
    }

    /**
     * The command that goes on until it is ended, as one process. In a session of its own: the kernel would hang up a
     * whole process group that has a halted member in it as soon as the shell that started the group ends.
     */
    List<String> endless(Path file, Path buffers) {
        List<String> command = command(
                file,
                List.of(
                        "--rw=" + pattern,
                        "--bs=" + blockSize,
                        "--iodepth=" + depth,
                        "--time_based",
                        "--runtime=1h",
                        "--thread",
                        "--mem=mmapshared:" + buffers));
        command.addFirst("setsid");
        return command;
    }

    private static List<String> command(Path file, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                "fio",
                "--name=bench",
                "--filename=" + file,
                "--size=" + FILE_SIZE,
                "--direct=1",
                "--ioengine=libaio",
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
