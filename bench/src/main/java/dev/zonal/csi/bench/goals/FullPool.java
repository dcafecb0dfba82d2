package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.measure.Crowd;
import dev.zonal.csi.bench.measure.Keyed;
import dev.zonal.csi.bench.measure.ProcessView;
import dev.zonal.csi.bench.measure.Samples;
import dev.zonal.csi.bench.measure.Turns;
import dev.zonal.csi.bench.report.Figure;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;
import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.driver.Workload;
import java.util.ArrayList;
import java.util.List;

/**
 * 10,000 volumes and 10,000 snapshots beside 100 of each: two drivers, each over a pool of its own, whose calls take
 * turns. And what the full one takes in memory, for its lists, and to start.
 */
public final class FullPool implements Chapter {
    private static final int MANY = Integer.getInteger("bench.many", 10_000);
    private static final int FEW = 100;
    private static final int CALLERS = 32;
    private static final int STARTS = 3;

    @Override
    public String name() {
        return "full pool";
    }

    @Override
    public boolean needsOurOwn() {
        return true;
    }

    @Override
    public void measure(Site site, Report report) throws Exception {
        try (RealDriver full = site.another();
                RealDriver small = site.another();
                Lineages many = new Lineages(new Workload(full), "full-");
                Lineages few = new Lineages(new Workload(small), "small-")) {
            fill(few, FEW);
            warmUp(few);
            ProcessView process = new ProcessView(full.pid());
            process.forgetPeak();
            fill(many, MANY);
            report.row(Row.within(
                    140,
                    "memory, most under " + CALLERS + " callers",
                    "≤ 140 MiB",
                    Figure.of(process.peakMebibytes(), "MiB")));
            report.row(
                    Row.reported("threads, under " + CALLERS + " callers", Figure.of((double) process.threads(), "")));
            lists(site, many.workload(), report);
            report.row(Row.within(
                    110,
                    "memory, after " + MANY + " volumes were listed",
                    "≤ 110 MiB",
                    Figure.of(process.residentMebibytes(), "MiB")));
            new Growth(few, many, FEW, MANY).measure(report);
            starts(full, report);
        }
    }

    private static void fill(Lineages lineages, int count) throws Exception {
        try (Crowd crowd = Crowd.ofCallers(CALLERS)) {
            crowd.run(count, number -> {
                lineages.create(number);
                lineages.snapshot(number);
            });
        }
    }

    /** The one that fills its pool has compiled its code thereby; the other has to have, too. */
    private static void warmUp(Lineages lineages) throws Exception {
        try (Crowd crowd = Crowd.ofCallers(CALLERS)) {
            crowd.run(MANY / 4, number -> {
                lineages.create(FEW + number);
                lineages.snapshot(FEW + number);
                lineages.restore(FEW + number);
                lineages.deleteRest(FEW + number);
            });
        }
    }

    private static void lists(Site site, Workload full, Report report) throws Exception {
        Listing listing = new Listing(full.client());
        Keyed<String, Samples> took = new Turns()
                .timed("call", _ -> site.floor().server().call())
                .timed("page", _ -> listing.firstPage())
                .run(200, 500);
        report.row(Row.atMost(10, "first page of 100", "≤ 10 × an empty call", took.get("page"), took.get("call")));
        Samples whole =
                new Turns().timed("whole", _ -> listing.all()).run(10, 20).get("whole");
        report.row(Row.within(40, "whole list of " + MANY + " volumes", "≤ 40 ms", Figure.of(whole)));
    }

    private static void starts(RealDriver full, Report report) throws Exception {
        List<Long> starts = new ArrayList<>();
        List<Long> lists = new ArrayList<>();
        for (int round = 0; round < STARTS; round++) {
            starts.add(Start.restarted(full));
            lists.add(Start.untilListed(full));
        }
        report.row(
                Row.within(1000, "start to Probe with " + MANY + " of each", "≤ 1 s", Figure.of(Samples.of(starts))));
        report.row(
                Row.reported("start to the first whole list with " + MANY + " of each", Figure.of(Samples.of(lists))));
    }
}
