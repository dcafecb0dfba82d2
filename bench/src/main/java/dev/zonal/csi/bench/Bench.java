package dev.zonal.csi.bench;

import dev.zonal.csi.bench.goals.Chapter;
import dev.zonal.csi.bench.goals.ManyCallers;
import dev.zonal.csi.bench.goals.OneCaller;
import dev.zonal.csi.bench.goals.WithoutEffects;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.TextTable;
import dev.zonal.csi.config.Endpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures a CSI driver beside the floor of its machine. */
@Command(name = "bench", mixinStandardHelpOptions = true, sortOptions = false)
final class Bench implements Callable<Integer> {
    @Option(
            names = "--endpoint",
            paramLabel = "SOCKET",
            description = "measure the driver that listens there, instead of the packaged Zonal on a disk of its own")
    private Optional<String> endpoint = Optional.empty();

    @Option(
            names = "--floor",
            paramLabel = "FOLDER",
            description = "with --endpoint: an empty folder on the filesystem that the driver makes its volumes on")
    private Path floor = Path.of("target", "bench-floor");

    @Option(
            names = "--only",
            paramLabel = "PATTERN",
            defaultValue = "${sys:bench.only:-.*}",
            description = "only the parts whose name has this regular expression in it")
    private Pattern only = Pattern.compile(".*");

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    private static List<Chapter> chapters() {
        return List.of(new OneCaller(), new WithoutEffects(), new ManyCallers());
    }

    @Override
    public Integer call() throws Exception {
        Report report = new Report();
        try (Site site = endpoint.isPresent()
                ? Site.of(Endpoint.parse(endpoint.get()), floor.toAbsolutePath())
                : Site.ofOurOwn()) {
            for (Chapter chapter : chapters()) {
                if (only.matcher(chapter.name()).find()) {
                    System.out.println(chapter.name() + " (load " + Site.load() + ")");
                    chapter.measure(site, report);
                }
            }
        }
        System.out.println(TextTable.of(report.rows()));
        return 0;
    }
}
