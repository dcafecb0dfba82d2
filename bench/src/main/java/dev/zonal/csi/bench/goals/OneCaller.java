package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.floor.Floor;
import dev.zonal.csi.bench.measure.Keyed;
import dev.zonal.csi.bench.measure.Samples;
import dev.zonal.csi.bench.measure.Turns;
import dev.zonal.csi.bench.report.Figure;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;

/** Create, snapshot, restore, clone and delete, one after the other, in turns with the same durable effects. */
public final class OneCaller implements Chapter {
    private static final double LIMIT = 1.5;
    private static final String GOAL = "≤ 1.5 × (floor + empty call)";
    private static final int WARM_UP = 150;
    private static final int ROUNDS = 300;

    @Override
    public String name() {
        return "one caller";
    }

    @Override
    public void measure(Site site, Report report) throws Exception {
        Keyed<String, Samples> took = turns(site.floor(), new Lineages(site.workload(), "one-"), "one-")
                .run(WARM_UP, ROUNDS);
        double call = took.get("call").medianMillis();
        report.row(Row.reported("an empty call", Figure.of(took.get("call"))));
        row(report, took, "create", "object", call);
        row(report, took, "snapshot", "copy", call);
        row(report, took, "restore", "copy", call);
        row(report, took, "clone", "copy", call);
        row(report, took, "delete", "removal", call);
    }

    static Turns turns(Floor floor, Lineages driver, String prefix) {
        return new Turns()
                .timed("call", _ -> floor.server().call())
                .timed("object", round -> floor.objects().create(prefix + round, Lineages.SIZE))
                .timed("create", driver::create)
                .timed("copy", round -> floor.objects().clone(prefix + round, prefix + "copy-" + round))
                .timed("snapshot", driver::snapshot)
                .timed("restore", driver::restore)
                .timed("clone", driver::cloneVolume)
                .timed("removal", round -> floor.objects().delete(prefix + "copy-" + round))
                .timed("delete", driver::deleteClone)
                .untimed(driver::deleteRest)
                .untimed(round -> floor.objects().delete(prefix + round));
    }

    private static void row(Report report, Keyed<String, Samples> took, String what, String floor, double callMillis) {
        Samples measured = took.get(what);
        Samples beside = took.get(floor);
        report.row(Row.atMost(
                LIMIT,
                what + ", one caller",
                GOAL,
                Figure.of(measured),
                Figure.of(beside),
                measured.medianMillis() / (beside.medianMillis() + callMillis)));
    }
}
