package dev.zonal.csi.mutants;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/**
 * Puts each mutant alone into the driver and runs the fast tests against it: {@code ./mvnw test -Pmutants}. Prints which
 * test noticed it first, and fails where one was not noticed. {@code -Dmutants='draft|lock'} takes those whose name
 * matches.
 */
final class MutationRun {
    private static final Path WORK = Path.of("target", "mutants");
    private static final int MINUTES_EACH = 20;
    private static final int AT_ONCE = 2;

    /** What became of one mutant; without a test where none noticed it. */
    private record Verdict(Mutant mutant, Optional<String> test, long seconds) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%-38s%5d s  %s", mutant.name(), seconds, test.orElse("SURVIVED: " + mutant.cost()));
        }
    }

    private MutationRun() {}

    public static void main(String[] arguments) throws Exception {
        Pattern wanted = Pattern.compile(System.getProperty("mutants", ""));
        List<Mutant> chosen = Mutant.all().stream()
                .filter(mutant -> wanted.matcher(mutant.name()).find())
                .toList();
        List<Verdict> verdicts = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Verdict>> running = chosen.stream()
                    .map(mutant -> pool.submit(() -> judge(mutant)))
                    .toList();
            System.out.printf("%-38s%7s  %s%n", "defect", "", "noticed first by");
            for (Future<Verdict> future : running) {
                verdicts.add(future.get());
                System.out.println(verdicts.getLast());
            }
        }
        long survived =
                verdicts.stream().filter(verdict -> verdict.test().isEmpty()).count();
        System.out.printf("%d defects, %d noticed, %d not%n", verdicts.size(), verdicts.size() - survived, survived);
        System.exit(survived == 0 && !verdicts.isEmpty() ? 0 : 1);
    }

    private static Verdict judge(Mutant mutant) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Path folder = WORK.resolve(mutant.name());
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Path answer = folder.resolve("noticed");
        Files.deleteIfExists(answer);
        compile(mutant, folder, classes);
        Process tests = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx512m",
                        "-Djava.io.tmpdir=" + temporary.toAbsolutePath(),
                        "-cp",
                        classes + File.pathSeparator + System.getProperty("java.class.path"),
                        FirstFailure.class.getName(),
                        mutant.room(),
                        answer.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        if (!tests.waitFor(MINUTES_EACH, TimeUnit.MINUTES)) {
            tests.destroyForcibly();
            throw new IllegalStateException(
                    "no verdict on '" + mutant.name() + "' within " + MINUTES_EACH + " minutes");
        }
        Optional<String> noticed = Files.exists(answer) ? Optional.of(Files.readString(answer)) : Optional.empty();
        if (noticed.isEmpty() && tests.exitValue() != 0) {
            throw new IllegalStateException("the tests of '" + mutant.name() + "' did not run; see " + folder);
        }
        return new Verdict(mutant, noticed, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
    }

    private static void compile(Mutant mutant, Path folder, Path classes) throws IOException {
        Path source = folder.resolve(requireNonNull(mutant.source().getFileName()));
        Files.writeString(source, mutant.applied());
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-nowarn",
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        source.toString());
        if (failed != 0) {
            throw new IllegalStateException("the mutant '" + mutant.name() + "' does not compile");
        }
    }
}
