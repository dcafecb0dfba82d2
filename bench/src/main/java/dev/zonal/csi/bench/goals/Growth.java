package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.measure.Keyed;
import dev.zonal.csi.bench.measure.Samples;
import dev.zonal.csi.bench.measure.Turns;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;
import dev.zonal.csi.v1.GetCapacityRequest;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import java.util.List;

/** Every call over a pool that holds much, in turns with the same over one that holds little. */
record Growth(Lineages few, Lineages many, int fewCount, int manyCount) {
    private static final double LIMIT = 1.15;
    private static final int WARM_UP = 50;
    private static final int ROUNDS = 200;

    /** Numbers above it are free in both. */
    private static final int FREE = 1_000_000;

    private record Call(String name, Verb verb) {}

    private interface Verb {
        void on(Lineages lineages, int number);
    }

    private static final List<Call> CALLS = List.of(
            new Call("CreateVolume", (pool, number) -> pool.create(FREE + number)),
            new Call("CreateSnapshot", (pool, number) -> pool.snapshot(FREE + number)),
            new Call("restore", (pool, number) -> pool.restore(FREE + number)),
            new Call("clone", (pool, number) -> pool.cloneVolume(FREE + number)),
            new Call("DeleteVolume", (pool, number) -> pool.deleteClone(FREE + number)),
            new Call("CreateVolume, repeated", (pool, number) -> pool.create(number % 100)),
            new Call(
                    "ListSnapshots by id",
                    (pool, number) -> pool.workload()
                            .client()
                            .controller()
                            .listSnapshots(ListSnapshotsRequest.newBuilder()
                                    .setSnapshotId(pool.snapshotOf(number % 100).getSnapshotId())
                                    .build())),
            new Call(
                    "first page of 100",
                    (pool, _) -> new Listing(pool.workload().client()).firstPage()),
            new Call(
                    "GetCapacity",
                    (pool, _) -> pool.workload()
                            .client()
                            .controller()
                            .getCapacity(GetCapacityRequest.getDefaultInstance())));

    void measure(Report report) throws Exception {
        Turns turns = new Turns();
        for (Call call : CALLS) {
            // The one who comes second finds the filesystem's log as the first has left it; so they change places.
            turns.timed(call.name + " few", number -> call.verb.on(few, 2 * number))
                    .timed(call.name + " many", number -> call.verb.on(many, 2 * number))
                    .timed(call.name + " many", number -> call.verb.on(many, 2 * number + 1))
                    .timed(call.name + " few", number -> call.verb.on(few, 2 * number + 1));
        }
        Keyed<String, Samples> took = turns.untimed(this::forget).run(WARM_UP, ROUNDS);
        for (Call call : CALLS) {
            Samples small = took.get(call.name + " few");
            Samples large = took.get(call.name + " many");
            report.row(Row.atMost(LIMIT, call.name + ", " + manyCount + " beside " + fewCount, "≤ 1.15", large, small));
        }
    }

    private void forget(int number) {
        for (Lineages pool : List.of(few, many)) {
            pool.deleteRest(FREE + 2 * number);
            pool.deleteRest(FREE + 2 * number + 1);
        }
    }
}
