package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.measure.Batch;
import dev.zonal.csi.bench.measure.Crowd;
import dev.zonal.csi.bench.measure.Samples;
import dev.zonal.csi.bench.report.Figure;
import dev.zonal.csi.bench.report.Plot;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.v1.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.DoubleStream;

/**
 * Open-loop load: volumes are created and deleted on a fixed schedule, at half and nine tenths of the highest rate.
 * Callers who wait for their answers before they ask again leave a slow driver in peace; the world does not.
 */
public final class OpenLoop implements Chapter {
    private static final int CALLERS = 32;

    /** More than are ever under way at once, and fewer than the driver takes. */
    private static final int SCHEDULED_CALLERS = 96;

    private static final int CALLS = 4000;
    private static final int SECONDS = 8;

    /** There is always one to delete. */
    private static final int VOLUMES = 200;

    private static final List<Share> SHARES =
            List.of(new Share("half of the highest rate", 0.5), new Share("nine tenths of the highest rate", 0.9));

    private record Share(String name, double of) {}

    private final Queue<Volume> volumes = new ConcurrentLinkedQueue<>();
    private final List<Plot.Line> lines = new ArrayList<>();
    private int made;

    @Override
    public String name() {
        return "open loop";
    }

    @Override
    public void measure(Site site, Report report) throws Exception {
        Workload workload = site.workload();
        try (Crowd closed = Crowd.ofCallers(CALLERS);
                Crowd scheduled = Crowd.ofCallers(SCHEDULED_CALLERS)) {
            closed.run(VOLUMES, _ -> volumes.add(create(workload)));
            closed.run(CALLS, number -> createOrDelete(workload, number));
            Batch highest = closed.run(CALLS, number -> createOrDelete(workload, number));
            report.row(Row.reported(
                    "create and delete, " + CALLERS + " callers: the highest rate",
                    Figure.of(highest.perSecond(), "/s")));
            line(CALLERS + " callers in a closed loop", highest.latencies());
            for (Share share : SHARES) {
                double rate = highest.perSecond() * share.of();
                Batch batch = scheduled.runAt(rate, (int) (rate * SECONDS), number -> createOrDelete(workload, number));
                Samples took = batch.latencies();
                report.row(Row.reported("create and delete on a schedule, " + share.name(), Figure.of(took))
                        .beside(Figure.of(highest.latencies()))
                        .noted("beside: the closed loop; %s of %s /s were answered, the longest after %s ms"
                                .formatted(
                                        Figure.number(batch.perSecond()),
                                        Figure.number(rate),
                                        Figure.number(took.longestMillis()))));
                line(share.name(), took);
            }
            closed.run(volumes.size(), _ -> workload.delete(volumes.remove()));
        }
        report.plot(new Plot(
                "open-loop",
                "Open loop: one call in so many takes longer than this",
                "one call in",
                "ms",
                true,
                List.copyOf(lines)));
    }

    private void createOrDelete(Workload workload, int number) {
        if (number % 2 == 0) {
            volumes.add(create(workload));
        } else {
            workload.delete(volumes.remove());
        }
    }

    private Volume create(Workload workload) {
        return workload.create("open-" + nextNumber(), Lineages.MEBIBYTES, Lineages.CAPABILITY);
    }

    private synchronized int nextNumber() {
        return made++;
    }

    private void line(String name, Samples samples) {
        lines.add(new Plot.Line(
                name,
                DoubleStream.of(2, 5, 10, 20, 50, 100, 200, 500, 1000)
                        .mapToObj(calls -> new Plot.Point(calls, samples.quantileMillis(1 - 1 / calls)))
                        .toList()));
    }
}
