package dev.zonal.csi.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Fuzzes every target with Jazzer, one after the other, each for its share of the time; what it finds stays in {@code
 * target/fuzz/<name>} and fails the run. The arguments are the seconds for all, and names where not all are meant.
 */
public final class FuzzRun {
    private static final Path WORK = Path.of("target", "fuzz").toAbsolutePath();
    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs");
    private static final Pattern PROGRESS = Pattern.compile("cov: (\\d+) ft: (\\d+) corp: (\\d+)/");

    private FuzzRun() {}

    public static void main(String[] arguments) throws Exception {
        List<String> names = arguments.length > 1
                ? List.of(arguments).subList(1, arguments.length)
                : List.copyOf(FuzzTargets.all().keySet());
        Duration share = Duration.ofSeconds(Long.parseLong(arguments[0])).dividedBy(names.size());
        List<String> findings = new ArrayList<>();
        System.out.printf("%-14s %10s %9s %9s %7s  %s%n", "target", "runs", "coverage", "features", "corpus", "found");
        for (String name : names) {
            Path folder = Files.createDirectories(WORK.resolve(name));
            Map<String, String> numbers = fuzz(name, folder, share);
            List<String> found = new ArrayList<>(found(folder));
            if (!numbers.containsKey("runs")) {
                found.add("it did not come to its end, see " + folder.resolve("log"));
            }
            findings.addAll(found);
            System.out.printf(
                    "%-14s %10s %9s %9s %7s  %s%n",
                    name,
                    numbers.getOrDefault("runs", "?"),
                    numbers.getOrDefault("coverage", "?"),
                    numbers.getOrDefault("features", "?"),
                    numbers.getOrDefault("corpus", "?"),
                    found.isEmpty() ? "nothing" : String.join(" ", found));
        }
        if (!findings.isEmpty()) {
            System.exit(1);
        }
    }

    private static Map<String, String> fuzz(String name, Path folder, Duration share) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-D" + FuzzEntry.TARGET_PROPERTY + "=" + name,
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + FuzzEntry.class.getName(),
                "--instrumentation_includes=dev.zonal.csi.**",
                "--keep_going=1",
                "--reproducer_path=" + folder));
        command.addAll(List.of(
                "-artifact_prefix=" + folder + "/",
                "-max_total_time=" + share.toSeconds(),
                // The first input loads every class, which takes long on a machine that is busy.
                "-timeout=120",
                "-rss_limit_mb=2048",
                "-print_final_stats=1",
                Files.createDirectories(folder.resolve("corpus")).toString(),
                FuzzTargets.seedsOf(name).toAbsolutePath().toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Map<String, String> numbers = read(process, folder.resolve("log"));
        process.waitFor();
        return numbers;
    }

    private static Map<String, String> read(Process process, Path log) throws IOException {
        Map<String, String> numbers = new TreeMap<>();
        try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                var copy = Files.newBufferedWriter(log)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                copy.write(line + "\n");
                Matcher progress = PROGRESS.matcher(line);
                if (progress.find()) {
                    numbers.put("coverage", progress.group(1));
                    numbers.put("features", progress.group(2));
                    numbers.put("corpus", progress.group(3));
                }
                Matcher done = DONE.matcher(line);
                if (done.find()) {
                    numbers.put("runs", done.group(1));
                }
            }
        }
        return numbers;
    }

    private static List<String> found(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.matches("(crash|timeout|oom|slow-unit)-.*"))
                    .sorted()
                    .toList();
        }
    }
}
