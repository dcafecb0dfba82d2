package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.floor.Devices;
import dev.zonal.csi.bench.measure.Keyed;
import dev.zonal.csi.bench.measure.Samples;
import dev.zonal.csi.bench.measure.Turns;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.v1.Volume;
import dev.zonal.csi.v1.VolumeCapability;

/** Stage and publish, and back, in turns with the same system calls; and the first time, with mkfs. */
public final class StagingCalls implements Chapter {
    private static final double UP_LIMIT = 2.5;
    private static final double LIMIT = 1.3;
    private static final int MEBIBYTES = 1024;
    private static final int WARM_UP = 30;
    private static final int ROUNDS = 60;

    @Override
    public String name() {
        return "stage and publish";
    }

    @Override
    public void measure(Site site, Report report) throws Exception {
        for (FilesystemType type : new FilesystemType[] {FilesystemType.EXT4, FilesystemType.XFS}) {
            formatted(site, type, report);
            firstTime(site, type, report);
        }
    }

    private static void formatted(Site site, FilesystemType type, Report report) throws Exception {
        VolumeCapability capability = Workload.mount(type.word());
        Workload workload = site.workload();
        String name = "staging-" + type.word();
        Volume volume = workload.create(name, MEBIBYTES, capability);
        workload.publish(volume, capability);
        workload.retire(volume);
        Devices floor = site.floor().devices();
        site.floor().objects().create(name, ByteSize.ofMebibytes(MEBIBYTES));
        floor.format(site.floor().objects().image(name), type);
        floor.prepare(name);
        Keyed<String, Samples> took = new Turns()
                .timed("floor up", _ -> {
                    floor.attach(name, site.floor().objects().image(name));
                    floor.mount(name, type);
                })
                .timed("floor down", _ -> floor.unmount(name))
                .timed("up", _ -> workload.publish(volume, capability))
                .timed("down", _ -> workload.retire(volume))
                .run(WARM_UP, ROUNDS);
        workload.delete(volume);
        site.floor().objects().delete(name);
        floor.forget(name);
        report.row(Row.atMost(
                UP_LIMIT,
                "stage + publish, formatted " + type.word(),
                "≤ 2.5 × the system calls",
                took.get("up"),
                took.get("floor up")));
        row(report, "unpublish + unstage, " + type.word(), took.get("down"), took.get("floor down"));
    }

    private static void firstTime(Site site, FilesystemType type, Report report) throws Exception {
        VolumeCapability capability = Workload.mount(type.word());
        Workload workload = site.workload();
        Devices floor = site.floor().devices();
        Keyed<Integer, Volume> volumes = new Keyed<>();
        String prefix = "first-" + type.word() + "-";
        Keyed<String, Samples> took = new Turns()
                .untimed(round -> {
                    volumes.put(round, workload.create(prefix + round, MEBIBYTES, capability));
                    site.floor().objects().create(prefix + round, ByteSize.ofMebibytes(MEBIBYTES));
                    floor.prepare(prefix + round);
                })
                .timed("floor", round -> {
                    floor.attach(prefix + round, site.floor().objects().image(prefix + round));
                    floor.makeFilesystem(prefix + round, type);
                    floor.mount(prefix + round, type);
                })
                .timed("first", round -> workload.publish(volumes.get(round), capability))
                .untimed(round -> {
                    workload.retire(volumes.get(round));
                    workload.delete(volumes.remove(round));
                    floor.unmount(prefix + round);
                    floor.forget(prefix + round);
                    site.floor().objects().delete(prefix + round);
                })
                .run(WARM_UP / 10, ROUNDS / 3);
        row(
                report,
                "stage + publish, first time " + type.word() + " (mkfs as a process on both sides)",
                took.get("first"),
                took.get("floor"));
    }

    private static void row(Report report, String what, Samples measured, Samples floor) {
        report.row(Row.atMost(LIMIT, what, "≤ 1.3 × the system calls", measured, floor));
    }
}
