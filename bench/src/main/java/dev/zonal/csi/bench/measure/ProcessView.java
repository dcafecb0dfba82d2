package dev.zonal.csi.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the kernel tells of a process (proc(5)). */
public record ProcessView(long pid) {
    private static final double KIBIBYTES_PER_MEBIBYTE = 1024;

    public double residentMebibytes() throws IOException {
        return status(folder().resolve("status"), "VmRSS") / KIBIBYTES_PER_MEBIBYTE;
    }

    /** The most since {@link #forgetPeak}. */
    public double peakMebibytes() throws IOException {
        return status(folder().resolve("status"), "VmHWM") / KIBIBYTES_PER_MEBIBYTE;
    }

    public void forgetPeak() throws IOException {
        Files.writeString(folder().resolve("clear_refs"), "5");
    }

    public long threads() throws IOException {
        return status(folder().resolve("status"), "Threads");
    }

    public long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder().resolve("fd"))) {
            return files.count();
        }
    }

    /** The time on a processor, of all threads that live. */
    public long processorNanos() throws IOException {
        return sum(task -> Long.parseLong(read(task.resolve("schedstat")).split(" ", -1)[0]));
    }

    /** How often its threads went to sleep, which is how often they were woken. */
    public long wakeUps() throws IOException {
        return sum(task -> status(task.resolve("status"), "voluntary_ctxt_switches"));
    }

    private long sum(ToLongFunction<Path> count) throws IOException {
        try (Stream<Path> tasks = Files.list(folder().resolve("task"))) {
            return tasks.mapToLong(count).sum();
        }
    }

    private Path folder() {
        return Path.of("/proc", Long.toString(pid));
    }

    private static long status(Path file, String field) {
        Matcher found =
                Pattern.compile("^" + field + ":\\s+(\\d+)", Pattern.MULTILINE).matcher(read(file));
        if (!found.find()) {
            throw new IllegalStateException(file + " says nothing of " + field);
        }
        return Long.parseLong(found.group(1));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            throw new IllegalStateException(file + " can't be read", gone);
        }
    }
}
