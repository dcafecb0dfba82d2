package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.measure.Keyed;
import dev.zonal.csi.bench.measure.Samples;
import dev.zonal.csi.bench.measure.Turns;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.GetCapacityRequest;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import dev.zonal.csi.v1.ValidateVolumeCapabilitiesRequest;

/** Answers that change nothing, in turns with an empty call. */
public final class WithoutEffects implements Chapter {
    private static final double LIMIT = 3;
    private static final int WARM_UP = 700;
    private static final int ROUNDS = 1300;
    private static final int ONE = 0;

    @Override
    public String name() {
        return "answers without effects";
    }

    @Override
    public void measure(Site site, Report report) throws Exception {
        Lineages driver = new Lineages(site.workload(), "still-");
        driver.create(ONE);
        driver.snapshot(ONE);
        driver.restore(ONE);
        Keyed<String, Samples> took = turns(site, driver).run(WARM_UP, ROUNDS);
        driver.deleteRest(ONE);

        Samples call = took.remove("empty call");
        took.forEach((what, samples) -> report.row(Row.atMost(LIMIT, what, "≤ 3 × an empty call", samples, call)));
    }

    private static Turns turns(Site site, Lineages driver) {
        CsiClient client = site.workload().client();
        String volume = driver.volume(ONE).getVolumeId();
        ValidateVolumeCapabilitiesRequest validate = ValidateVolumeCapabilitiesRequest.newBuilder()
                .setVolumeId(volume)
                .addVolumeCapabilities(Lineages.CAPABILITY)
                .build();
        ListSnapshotsRequest byId = ListSnapshotsRequest.newBuilder()
                .setSnapshotId(driver.snapshotOf(ONE).getSnapshotId())
                .build();
        ListSnapshotsRequest bySource =
                ListSnapshotsRequest.newBuilder().setSourceVolumeId(volume).build();
        return new Turns()
                .timed("empty call", _ -> site.floor().server().call())
                .timed("Probe", _ -> client.identity().probe())
                .timed("CreateVolume, repeated", _ -> driver.create(ONE))
                .timed("CreateVolume from a snapshot, repeated", _ -> driver.restore(ONE))
                .timed("CreateSnapshot, repeated", _ -> driver.snapshot(ONE))
                .timed("ValidateVolumeCapabilities", _ -> client.controller().validateVolumeCapabilities(validate))
                .timed("GetCapacity", _ -> client.controller().getCapacity(GetCapacityRequest.getDefaultInstance()))
                .timed("ListSnapshots by id", _ -> client.controller().listSnapshots(byId))
                .timed("ListSnapshots by source", _ -> client.controller().listSnapshots(bySource));
    }
}
