package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.floor.Floor;
import dev.zonal.csi.bench.measure.Action;
import dev.zonal.csi.bench.measure.Batch;
import dev.zonal.csi.bench.measure.Crowd;
import dev.zonal.csi.bench.report.Figure;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.v1.VolumeCapability;

/** The volumes of 200 pods, made, formatted, staged, published, and back, 16 at a time; beside the same by hand. */
public final class Pods implements Chapter {
    private static final int PODS = 200;
    private static final int BATCH = 50;
    private static final int AT_ONCE = 16;
    private static final int MEBIBYTES = 64;
    private static final double LEAST = 0.8;
    private static final VolumeCapability CAPABILITY = Workload.mount("ext4");

    @Override
    public String name() {
        return "pods";
    }

    @Override
    public void measure(Site site, Report report) throws Exception {
        try (Crowd threads = Crowd.ofThreads(AT_ONCE);
                Crowd callers = Crowd.ofCallers(AT_ONCE)) {
            Action byHand = number -> byHand(site.floor(), "pod-" + number);
            Action byDriver = number -> byDriver(site.workload(), "pod-" + number);
            threads.run(AT_ONCE, byHand);
            callers.run(AT_ONCE, byDriver);
            Batch floor = threads.run(BATCH, byHand);
            Batch driver = callers.run(BATCH, byDriver);
            for (int done = BATCH; done < PODS; done += BATCH) {
                int first = done;
                floor = floor.plus(threads.run(BATCH, number -> byHand.run(first + number)));
                driver = driver.plus(callers.run(BATCH, number -> byDriver.run(first + number)));
            }
            report.row(Row.atLeast(
                    LEAST,
                    PODS + " pods, " + AT_ONCE + " at a time",
                    "≥ 0.8 × the floor's rate",
                    Figure.of(driver.perSecond(), "/s"),
                    Figure.of(floor.perSecond(), "/s"),
                    driver.perSecond() / floor.perSecond()));
            report.row(Row.reported("one pod of them, all seven calls", Figure.of(driver.latencies()))
                    .beside(Figure.of(floor.latencies())));
        }
    }

    private static void byDriver(Workload workload, String name) {
        Published.make(workload, name, MEBIBYTES, CAPABILITY).close();
    }

    private static void byHand(Floor floor, String name) {
        floor.publish(name, ByteSize.ofMebibytes(MEBIBYTES), FilesystemType.EXT4);
        floor.retire(name);
    }
}
