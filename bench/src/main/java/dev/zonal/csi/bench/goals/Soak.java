package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.measure.Crowd;
import dev.zonal.csi.bench.measure.Keyed;
import dev.zonal.csi.bench.measure.ProcessView;
import dev.zonal.csi.bench.measure.Samples;
import dev.zonal.csi.bench.report.Figure;
import dev.zonal.csi.bench.report.Plot;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.v1.GetCapacityRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Mixed load for a long time, with a fifth of the volumes replaced in each round: is the driver at the end what it was
 * at the begin?
 */
public final class Soak implements Chapter {
    private static final int VOLUMES = 500;
    private static final int CHURN = VOLUMES / 5;
    private static final int CALLERS = 8;

    /** Every so many volumes one is used by a pod. */
    private static final int PUBLISHED = 10;

    private static final String RESIDENT = "resident MiB";
    private static final String OPEN_FILES = "open files";
    private static final String THREADS = "threads";
    private static final String REPLACED = "replacing one, p50 (ms)";
    private static final String REPLACED_P99 = "replacing one, p99 (ms)";
    private static final String ANSWERED = "four answers, p50 (ms)";

    private final Duration time;
    private final Map<String, List<Plot.Point>> seen = new LinkedHashMap<>();

    public Soak(Duration time) {
        this.time = time;
    }

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public boolean needsOurOwn() {
        return true;
    }

    @Override
    public void measure(Site site, Report report) throws Exception {
        try (RealDriver driver = site.another();
                Lineages lineages = new Lineages(new Workload(driver), "soak-");
                Crowd crowd = Crowd.ofCallers(CALLERS)) {
            crowd.run(VOLUMES, number -> make(lineages, number));
            long begin = System.nanoTime();
            for (int first = 0; System.nanoTime() - begin < time.toNanos(); first += CHURN) {
                int oldest = first;
                Samples churn = crowd.run(CHURN, number -> replace(lineages, oldest + number))
                        .latencies();
                Samples still = crowd.run(VOLUMES, number -> ask(lineages, oldest + CHURN + number % (VOLUMES - CHURN)))
                        .latencies();
                look(new ProcessView(driver.pid()), (System.nanoTime() - begin) / 60e9, churn, still);
            }
        }
        seen.forEach((what, points) -> {
            int third = Math.max(1, points.size() / 3);
            double early = mean(points.subList(0, third));
            double late = mean(points.subList(points.size() - third, points.size()));
            report.row(Row.reported(what + ", last third of the soak", Figure.of(late, ""))
                    .beside(Figure.of(early, ""))
                    .noted("beside: the first third"));
        });
        report.plot(plot("soak-memory", "Soak: memory", "MiB", RESIDENT));
        report.plot(plot("soak-counts", "Soak: what is held", "", OPEN_FILES, THREADS));
        report.plot(plot("soak-latency", "Soak: latency", "ms", REPLACED, REPLACED_P99, ANSWERED));
    }

    private Plot plot(String name, String title, String up, String... what) {
        return new Plot(
                name,
                title,
                "minutes",
                up,
                false,
                Stream.of(what)
                        .map(one -> new Plot.Line(one, List.copyOf(seen.getOrDefault(one, List.of()))))
                        .toList());
    }

    private static void make(Lineages lineages, int number) {
        lineages.create(number);
        lineages.snapshot(number);
        lineages.restore(number);
    }

    /** The oldest goes and a new one comes; some of them are used by a pod in between. */
    private static void replace(Lineages lineages, int oldest) {
        lineages.deleteRest(oldest);
        make(lineages, oldest + VOLUMES);
        if (oldest % PUBLISHED == 0) {
            Workload workload = lineages.workload();
            workload.publish(lineages.volume(oldest + VOLUMES), Lineages.CAPABILITY);
            lineages.workload().delete(workload.snapshot("soak-used-" + oldest, lineages.volume(oldest + VOLUMES)));
            workload.retire(lineages.volume(oldest + VOLUMES));
        }
    }

    private static void ask(Lineages lineages, int number) {
        CsiClient client = lineages.workload().client();
        lineages.create(number);
        lineages.snapshot(number);
        client.controller().getCapacity(GetCapacityRequest.getDefaultInstance());
        new Listing(client).firstPage();
    }

    private void look(ProcessView process, double minutes, Samples churn, Samples still) throws Exception {
        Keyed<String, Double> values = new Keyed<>();
        values.put(RESIDENT, process.residentMebibytes());
        values.put(OPEN_FILES, (double) process.openFiles());
        values.put(THREADS, (double) process.threads());
        values.put(REPLACED, churn.medianMillis());
        values.put(REPLACED_P99, churn.p99Millis());
        values.put(ANSWERED, still.medianMillis());
        values.forEach((what, value) ->
                seen.computeIfAbsent(what, _ -> new ArrayList<>()).add(new Plot.Point(minutes, value)));
    }

    private static double mean(List<Plot.Point> points) {
        return points.stream().mapToDouble(Plot.Point::y).average().orElse(Double.NaN);
    }
}
