package dev.zonal.csi.bench;

import dev.zonal.csi.bench.goals.Chapter;
import dev.zonal.csi.bench.goals.WarmUp;
import dev.zonal.csi.bench.report.Docs;
import dev.zonal.csi.bench.report.JsonReport;
import dev.zonal.csi.bench.report.Machine;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;
import dev.zonal.csi.bench.report.TextTable;
import dev.zonal.csi.config.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures a CSI driver beside the floor of its machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures a CSI driver beside the floor of its machine; as root.")
final class Bench implements Callable<Integer> {
    @Option(
            names = "--endpoint",
            paramLabel = "SOCKET",
            description = "measure the driver that listens there, instead of the packaged Zonal on a disk of its own")
    private Optional<String> endpoint = Optional.empty();

    @Option(
            names = "--floor",
            paramLabel = "FOLDER",
            description =
                    "with --endpoint: a folder to be made, on the filesystem that the driver makes its volumes on")
    private Path floor = Path.of("target", "bench-floor");

    @Option(
            names = "--only",
            paramLabel = "PATTERN",
            defaultValue = "${sys:bench.only:-.*}",
            description = "only the parts whose name has this regular expression in it")
    private Pattern only = Pattern.compile(".*");

    @Option(
            names = "--scale",
            defaultValue = "${sys:bench.scale:-false}",
            description = "instead of the goals: what grows, up to 10,000 volumes and 50,000 snapshots")
    private boolean scale;

    @Option(
            names = "--soak-minutes",
            paramLabel = "N",
            defaultValue = "${sys:bench.soak.minutes:-0}",
            description = "instead of the goals: mixed load for so long")
    private int soakMinutes;

    @Option(
            names = "--docs",
            defaultValue = "${sys:bench.docs:-false}",
            description = "write the table and the plots into docs/performance.md")
    private boolean docs;

    private int failures;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Kind kind = soakMinutes > 0 ? Kind.SOAK : scale ? Kind.SCALE : Kind.GOALS;
        String loadBefore = Machine.load();
        long begin = System.nanoTime();
        Report report = new Report();
        try (Site site = site()) {
            WarmUp.run(site);
            System.out.printf("warm after %.1f s%n", seconds(begin));
            for (Chapter chapter : kind.chapters(soakMinutes)) {
                if (only.matcher(chapter.name()).find()) {
                    long chapterBegin = System.nanoTime();
                    measure(chapter, site, report);
                    System.out.printf("  (%.1f s)%n", seconds(chapterBegin));
                }
            }
        }
        Machine machine = Machine.observed(loadBefore);
        System.out.println(TextTable.of(report.rows()));
        System.out.println(machine.sentence());
        keep(kind, machine, report);
        return failures == 0 ? 0 : 1;
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }

    private Site site() throws Exception {
        return endpoint.isPresent() ? Site.of(Endpoint.parse(endpoint.get()), floor.toAbsolutePath()) : Site.ofOurOwn();
    }

    private void measure(Chapter chapter, Site site, Report report) throws IOException {
        System.out.println(chapter.name() + " (load " + Machine.load() + ")");
        if (chapter.needsOurOwn() && site.driver().isEmpty()) {
            report.row(Row.notMeasured(chapter.name(), "", "another's driver does not let itself be started here"));
            return;
        }
        try {
            chapter.measure(site, report);
        } catch (Exception failed) {
            // The others are worth their time all the same.
            failed.printStackTrace();
            failures++;
            report.row(Row.notMeasured(chapter.name(), "", "it failed: " + failed.getMessage()));
        }
    }

    private void keep(Kind kind, Machine machine, Report report) throws IOException {
        Path json = Path.of("target", kind.section() + ".json");
        JsonReport.write(json, machine, report);
        System.out.println("kept as " + json);
        if (docs) {
            Path page = Path.of("docs", "performance.md");
            new Docs(page, Files.createDirectories(Path.of("docs", "images"))).write(kind.section(), machine, report);
            System.out.println("written into " + page);
        }
    }
}
