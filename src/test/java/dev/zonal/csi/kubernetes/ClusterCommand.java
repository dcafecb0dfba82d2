package dev.zonal.csi.kubernetes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code sanity-tests/kubernetes/cluster}, as a person calls it, for the cluster of the stories. */
final class ClusterCommand {
    private static final Path PROGRAM = Path.of("sanity-tests", "kubernetes", "cluster");
    private static final int LINES_TOLD = 40;

    /** Which cluster the stories run on. The build ends the one of this name. */
    private static final String NAME = "stories";

    private ClusterCommand() {}

    /** Runs it to its end and returns what it printed; a failure tells the last lines. */
    static String run(Duration limit, String... words) {
        Path printed = log(words[0]);
        try {
            Process process = start(printed, words);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
                throw new IllegalStateException(call(words) + " took longer than " + limit + ":\n" + tail(printed));
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(
                        call(words) + " ended with " + process.exitValue() + ":\n" + tail(printed));
            }
            return Files.readString(printed);
        } catch (IOException failed) {
            throw new IllegalStateException(call(words), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(call(words) + " was interrupted", interrupted);
        }
    }

    private static Process start(Path printed, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile());
        builder.environment().put("ZONAL_CLUSTER", NAME);
        return builder.start();
    }

    /** A file each: several may run at once, and what they said is there to read after the run. */
    private static Path log(String command) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "kubernetes"));
            return Files.createTempFile(folder, command + "-", ".log");
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String tail(Path printed) throws IOException {
        List<String> lines = Files.readAllLines(printed, StandardCharsets.UTF_8);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_TOLD), lines.size()));
    }

    private static String call(String... words) {
        return PROGRAM + " " + String.join(" ", words);
    }
}
