package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.floor.Floor;
import dev.zonal.csi.bench.measure.Crowd;
import dev.zonal.csi.bench.measure.Keyed;
import dev.zonal.csi.bench.measure.Samples;
import dev.zonal.csi.bench.measure.Turns;
import dev.zonal.csi.bench.report.Figure;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;
import dev.zonal.csi.driver.HostTraces;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.v1.NodeGetVolumeStatsRequest;
import dev.zonal.csi.v1.Volume;
import dev.zonal.csi.v1.VolumeCapability;
import java.util.List;

/**
 * Node calls with 500 published volumes on the node, in turns with 5: in minutes that go by between the two, the machine
 * itself becomes faster or slower by as much as the goal allows.
 */
public final class CrowdedNode implements Chapter {
    private static final double LIMIT = 1.2;
    private static final int FEW = 5;
    private static final int MANY = Math.max(FEW, Integer.getInteger("bench.published", 500));
    private static final int AT_ONCE = 16;
    private static final int MEBIBYTES = 64;
    private static final int TURNS = 7;
    private static final int ROUNDS = 40;
    private static final int WARM_UP = 5;
    private static final String BY_HAND = "crowd";
    private static final VolumeCapability CAPABILITY = Workload.mount("ext4");

    @Override
    public String name() {
        return "crowded node";
    }

    @Override
    public void measure(Site site, Report report) throws Exception {
        Workload workload = site.workload();
        Volume formatted = workload.create("crowd", MEBIBYTES, CAPABILITY);
        workload.publish(formatted, CAPABILITY);
        workload.retire(formatted);
        site.floor().publish(BY_HAND, ByteSize.ofMebibytes(MEBIBYTES), FilesystemType.EXT4);
        site.floor().devices().unmount(BY_HAND);
        Keyed<Integer, Volume> others = new Keyed<>();
        try (Crowd crowd = Crowd.ofCallers(AT_ONCE)) {
            crowd.run(MANY, number -> others.put(number, copy(workload, formatted, number)));
            crowd.run(FEW, number -> workload.publish(others.get(number), CAPABILITY));
            // The first of all warm up.
            calls(site, formatted);
            Keyed<String, Samples> few = new Keyed<>();
            Keyed<String, Samples> many = new Keyed<>();
            for (int turn = 0; turn < TURNS; turn++) {
                calls(site, formatted).forEach((call, samples) -> few.merge(call, samples, Samples::plus));
                crowd.run(MANY - FEW, number -> workload.publish(others.get(FEW + number), CAPABILITY));
                calls(site, formatted).forEach((call, samples) -> many.merge(call, samples, Samples::plus));
                crowd.run(MANY - FEW, number -> workload.retire(others.get(FEW + number)));
            }
            crowd.run(FEW, number -> workload.retire(others.get(number)));
            crowd.run(MANY, number -> workload.delete(others.remove(number)));
            rows(report, few, many);
        }
        workload.delete(formatted);
        site.floor().devices().forget(BY_HAND);
        site.floor().objects().delete(BY_HAND);
    }

    private static Volume copy(Workload workload, Volume formatted, int number) {
        return workload.create(Workload.volume("crowd-" + number, MEBIBYTES, CAPABILITY)
                .setVolumeContentSource(Workload.contentOf(formatted)));
    }

    private static Keyed<String, Samples> calls(Site site, Volume volume) throws Exception {
        Workload workload = site.workload();
        Floor floor = site.floor();
        // What the many were made of is written back first: that would fall on one side alone.
        HostTraces.output("sync");
        NodeGetVolumeStatsRequest statistics = NodeGetVolumeStatsRequest.newBuilder()
                .setVolumeId(volume.getVolumeId())
                .setVolumePath(workload.targetPath(volume).toString())
                .build();
        return new Turns()
                .timed("the system calls up", _ -> {
                    floor.devices().attach(BY_HAND, floor.objects().image(BY_HAND));
                    floor.devices().mount(BY_HAND, FilesystemType.EXT4);
                })
                .timed("the system calls down", _ -> floor.devices().unmount(BY_HAND))
                .timed("NodeStageVolume", _ -> workload.stage(volume, CAPABILITY))
                .timed(
                        "NodePublishVolume",
                        _ -> workload.publish(volume, CAPABILITY, workload.targetPath(volume), false))
                .timed(
                        "NodePublishVolume, repeated",
                        _ -> workload.publish(volume, CAPABILITY, workload.targetPath(volume), false))
                .timed("NodeGetVolumeStats", _ -> workload.client().node().nodeGetVolumeStats(statistics))
                .timed("NodeUnpublishVolume", _ -> workload.unpublish(volume, workload.targetPath(volume)))
                .timed("NodeUnstageVolume", _ -> workload.unstage(volume))
                .run(WARM_UP, ROUNDS);
    }

    private static void rows(Report report, Keyed<String, Samples> few, Keyed<String, Samples> many) {
        for (String floor : List.of("the system calls up", "the system calls down")) {
            report.row(Row.reported(floor + ", " + MANY + " published", Figure.of(many.get(floor)))
                    .beside(Figure.of(few.remove(floor)))
                    .noted("beside: with " + FEW + "; by hand, which the driver can't better"));
            many.remove(floor);
        }
        many.forEach((call, samples) -> report.row(
                Row.atMost(LIMIT, call + ", " + MANY + " published beside " + FEW, "≤ 1.2", samples, few.get(call))));
    }
}
