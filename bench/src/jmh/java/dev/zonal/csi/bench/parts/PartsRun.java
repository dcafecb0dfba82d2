package dev.zonal.csi.bench.parts;

import static java.util.Objects.requireNonNull;

import dev.zonal.csi.bench.report.Docs;
import dev.zonal.csi.bench.report.Figure;
import dev.zonal.csi.bench.report.JsonReport;
import dev.zonal.csi.bench.report.Machine;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;
import dev.zonal.csi.bench.report.TextTable;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs all of them, one after the other, each in a JVM of its own with the driver's flags. */
final class PartsRun {
    private static final String SECTION = "bench-parts";
    private static final int WARM_UPS = 3;
    private static final int MEASUREMENTS = 5;
    private static final TimeValue TIME = TimeValue.milliseconds(500);

    private PartsRun() {}

    public static void main(String[] arguments) throws Exception {
        String loadBefore = Machine.load();
        Report report = new Report();
        var options = new OptionsBuilder()
                .mode(Mode.SampleTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .forks(1)
                .warmupIterations(WARM_UPS)
                .warmupTime(TIME)
                .measurementIterations(MEASUREMENTS)
                .measurementTime(TIME)
                .jvmArgs("--sun-misc-unsafe-memory-access=allow", "-XX:+UseSerialGC", "-Xmx128m")
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .build();
        for (RunResult result : new Runner(options).run()) {
            report.row(row(result));
        }
        if (report.rows().isEmpty()) {
            throw new IllegalStateException("no part was measured; ./mvnw clean, and again");
        }
        Machine machine = Machine.observed(loadBefore);
        System.out.println(TextTable.of(report.rows()));
        JsonReport.write(Path.of("target", SECTION + ".json"), machine, report);
        if (Boolean.getBoolean("bench.docs")) {
            new Docs(Path.of("docs", "performance.md"), Path.of("docs", "images")).write(SECTION, machine, report);
        }
    }

    private static Row row(RunResult result) {
        String label = result.getPrimaryResult().getLabel();
        double median = result.getPrimaryResult().getStatistics().getPercentile(50);
        double bytes = requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"))
                .getScore();
        return Row.reported(label, Figure.of(median, "µs")).noted("%.0f bytes allocated".formatted(bytes));
    }
}
