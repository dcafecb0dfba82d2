package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.measure.Keyed;
import dev.zonal.csi.bench.measure.Samples;
import dev.zonal.csi.bench.measure.Turns;
import dev.zonal.csi.bench.report.Figure;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;
import dev.zonal.csi.driver.RealFleet;
import dev.zonal.csi.driver.Workload;
import java.util.List;

/** The same calls through a controller and its agent, and to a driver that has the pool itself, in turns; one caller. */
public final class FleetCalls implements Chapter {
    private static final double MOST_ADDED_MILLIS = 1;
    private static final double MOST_AT_P99 = 2;
    private static final int WARM_UP = 100;
    private static final int ROUNDS = 200;

    @Override
    public String name() {
        return "through a fleet";
    }

    @Override
    public boolean needsOurOwn() {
        return true;
    }

    @Override
    public void measure(Site site, Report report) throws Exception {
        try (RealFleet fleet = new RealFleet(List.of("n1"), 1, _ -> List.of("--pool-overcommit", "100"));
                Workload controller = new Workload(fleet.controllers().getFirst())) {
            Lineages here = new Lineages(site.workload(), "here-");
            Lineages there = new Lineages(controller, "there-");
            Keyed<String, Samples> took = new Turns()
                    .timed("create", here::create)
                    .timed("create, fleet", there::create)
                    .timed("snapshot", here::snapshot)
                    .timed("snapshot, fleet", there::snapshot)
                    .timed("restore", here::restore)
                    .timed("restore, fleet", there::restore)
                    .untimed(here::cloneVolume)
                    .untimed(there::cloneVolume)
                    .timed("delete", here::deleteClone)
                    .timed("delete, fleet", there::deleteClone)
                    .untimed(here::deleteRest)
                    .untimed(there::deleteRest)
                    .run(WARM_UP, ROUNDS);
            for (String what : List.of("create", "snapshot", "restore", "delete")) {
                rows(report, what, took.get(what + ", fleet"), took.get(what));
            }
        }
    }

    private static void rows(Report report, String what, Samples fleet, Samples local) {
        double added = fleet.medianMillis() - local.medianMillis();
        report.row(Row.atMost(
                MOST_ADDED_MILLIS,
                what + " through a fleet (beside: to the driver itself; the ratio is what is added)",
                "+ ≤ 1 ms",
                Figure.of(fleet),
                Figure.of(local),
                added));
        report.row(Row.atMost(
                MOST_AT_P99,
                what + " through a fleet, p99 (beside: to the driver itself)",
                "≤ 2 ×",
                Figure.of(fleet.p99Millis(), "ms"),
                Figure.of(local.p99Millis(), "ms"),
                fleet.p99Millis() / local.p99Millis()));
    }
}
