package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.floor.DurableObjects;
import dev.zonal.csi.bench.measure.Action;
import dev.zonal.csi.bench.measure.Batch;
import dev.zonal.csi.bench.measure.Crowd;
import dev.zonal.csi.bench.measure.Keyed;
import dev.zonal.csi.bench.report.Figure;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;

/** The same with 32 callers, beside 32 threads that each sync for themselves; batch by batch in turns. */
public final class ManyCallers implements Chapter {
    private static final int CALLERS = 32;
    private static final int BATCH = 320;
    private static final int ROUNDS = 4;
    private static final double LEAST_RATE = 1.5;
    private static final double LONGEST_TAIL = 10;

    private final Keyed<String, Batch> batches = new Keyed<>();

    @Override
    public String name() {
        return CALLERS + " callers";
    }

    @Override
    public void measure(Site site, Report report) throws Exception {
        try (Crowd crowd = new Crowd(CALLERS)) {
            for (int round = 0; round <= ROUNDS; round++) {
                run(crowd, site, "many-" + round + "-");
                if (round == 0) {
                    // The first one only warms up.
                    batches.clear();
                }
            }
        }
        rows(report, "create", "object");
        rows(report, "snapshot", "copy");
        rows(report, "restore", "copy");
        rows(report, "clone", "copy");
        rows(report, "delete", "removal");
    }

    private void run(Crowd crowd, Site site, String prefix) throws Exception {
        DurableObjects floor = site.floor().objects();
        Lineages driver = new Lineages(site.workload(), prefix);
        batch(crowd, "object", number -> floor.create(prefix + number, Lineages.SIZE));
        batch(crowd, "create", driver::create);
        batch(crowd, "copy", number -> floor.clone(prefix + number, prefix + "copy-" + number));
        batch(crowd, "snapshot", driver::snapshot);
        batch(crowd, "restore", driver::restore);
        batch(crowd, "clone", driver::cloneVolume);
        batch(crowd, "removal", number -> floor.delete(prefix + "copy-" + number));
        batch(crowd, "delete", driver::deleteClone);
        crowd.run(BATCH, driver::deleteRest);
        crowd.run(BATCH, number -> floor.delete(prefix + number));
    }

    private void batch(Crowd crowd, String name, Action action) throws Exception {
        batches.merge(name, crowd.run(BATCH, action), Batch::plus);
    }

    private void rows(Report report, String what, String floor) {
        Batch measured = batches.get(what);
        Batch beside = batches.get(floor);
        report.row(Row.atLeast(
                LEAST_RATE,
                what + ", " + CALLERS + " callers",
                "≥ 1.5 × the floor's rate",
                Figure.of(measured.perSecond(), "/s"),
                Figure.of(beside.perSecond(), "/s"),
                measured.perSecond() / beside.perSecond()));
        double tail = measured.latencies().p99Millis() / measured.latencies().medianMillis();
        report.row(Row.atMost(
                LONGEST_TAIL,
                what + ", " + CALLERS + " callers, p99 to p50",
                "≤ 10",
                Figure.of(measured.latencies()),
                Figure.of(beside.latencies()),
                tail));
    }
}
