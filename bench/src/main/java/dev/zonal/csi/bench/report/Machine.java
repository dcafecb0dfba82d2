package dev.zonal.csi.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What it ran on.
 *
 * @param loadBefore the load average of the last minute, when it began
 */
public record Machine(int processors, String kernel, String java, String loadBefore, String loadAfter) {
    public static Machine observed(String loadBefore) throws IOException {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.version", "?"),
                System.getProperty("java.runtime.version", "?"),
                loadBefore,
                load());
    }

    /** How much else the machine does. */
    public static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0];
    }

    public String sentence() {
        return "%d processors, Linux %s, Java %s; load average %s at the begin and %s at the end."
                .formatted(processors, kernel, java, loadBefore, loadAfter);
    }
}
