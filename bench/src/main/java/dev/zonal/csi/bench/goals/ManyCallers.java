package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.floor.DurableObjects;
import dev.zonal.csi.bench.measure.Action;
import dev.zonal.csi.bench.measure.Batch;
import dev.zonal.csi.bench.measure.Crowd;
import dev.zonal.csi.bench.measure.Keyed;
import dev.zonal.csi.bench.measure.ProcessView;
import dev.zonal.csi.bench.report.Figure;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;

/**
 * The same with 32 callers, beside 32 threads that each sync for themselves; batch by batch in turns. And what the
 * driver and the load generator take of the processors that both share.
 */
public final class ManyCallers implements Chapter {
    private static final int CALLERS = 32;
    private static final int BATCH = 320;
    private static final int ROUNDS = 4;
    private static final int VERBS = 5;
    private static final double LEAST_RATE = 0.4;
    private static final double LONGEST_TAIL = 10;
    private static final double MOST_PROCESSOR_MILLIS = 0.45;

    private final Keyed<String, Batch> batches = new Keyed<>();
    private long driverNanos;
    private long generatorNanos;

    @Override
    public String name() {
        return CALLERS + " callers";
    }

    @Override
    public void measure(Site site, Report report) throws Exception {
        try (Crowd threads = Crowd.ofThreads(CALLERS);
                Crowd callers = Crowd.ofCallers(CALLERS)) {
            for (int round = 0; round <= ROUNDS; round++) {
                run(threads, callers, site, "many-" + round + "-");
                if (round == 0) {
                    // The first one only warms up.
                    batches.clear();
                    driverNanos = 0;
                    generatorNanos = 0;
                }
            }
        }
        rows(report, "create", "object");
        rows(report, "snapshot", "copy");
        rows(report, "restore", "copy");
        rows(report, "clone", "copy");
        rows(report, "delete", "removal");
        if (site.driver().isPresent()) {
            report.row(Row.within(
                            MOST_PROCESSOR_MILLIS,
                            "processor time of a call, " + CALLERS + " callers",
                            "≤ 0.45 ms",
                            perCall(driverNanos))
                    .beside(perCall(generatorNanos))
                    .noted("beside: of the load generator"));
        }
    }

    private static Figure perCall(long nanos) {
        return Figure.of(nanos / 1e6 / (ROUNDS * VERBS * BATCH), "ms");
    }

    private void run(Crowd threads, Crowd callers, Site site, String prefix) throws Exception {
        DurableObjects floor = site.floor().objects();
        Lineages driver = new Lineages(site.workload(), prefix);
        batch(threads, "object", number -> floor.create(prefix + number, Lineages.SIZE));
        ofDriver(site, callers, "create", driver::create);
        batch(threads, "copy", number -> floor.clone(prefix + number, prefix + "copy-" + number));
        ofDriver(site, callers, "snapshot", driver::snapshot);
        ofDriver(site, callers, "restore", driver::restore);
        ofDriver(site, callers, "clone", driver::cloneVolume);
        batch(threads, "removal", number -> floor.delete(prefix + "copy-" + number));
        ofDriver(site, callers, "delete", driver::deleteClone);
        callers.run(BATCH, driver::deleteRest);
        threads.run(BATCH, number -> floor.delete(prefix + number));
    }

    private void ofDriver(Site site, Crowd crowd, String name, Action action) throws Exception {
        if (site.driver().isEmpty()) {
            batch(crowd, name, action);
            return;
        }
        ProcessView driver = new ProcessView(site.driver().orElseThrow().pid());
        ProcessView generator = new ProcessView(ProcessHandle.current().pid());
        driverNanos -= driver.processorNanos();
        generatorNanos -= generator.processorNanos();
        batch(crowd, name, action);
        generatorNanos += generator.processorNanos();
        driverNanos += driver.processorNanos();
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
                "≥ 0.4 × the floor's rate",
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
