package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.measure.Fio;
import dev.zonal.csi.bench.report.Figure;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;
import dev.zonal.csi.driver.HostTraces;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.v1.Snapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What random writes under a snapshot do to an image, and to reading it from end to end. */
public final class Fragmentation implements Chapter {
    private static final Pattern EXTENTS = Pattern.compile("(\\d+) extents? found");
    private static final Duration WRITING = Duration.ofSeconds(2);
    private static final Duration READING = Duration.ofSeconds(1);
    private static final int MEBIBYTES = 1024;

    @Override
    public String name() {
        return "fragmentation";
    }

    @Override
    public boolean needsOurOwn() {
        return true;
    }

    @Override
    public void measure(Site site, Report report) throws Exception {
        if (!Fio.isInstalled()) {
            report.row(Row.notMeasured(name(), "", "fio is not installed"));
            return;
        }
        Workload workload = site.workload();
        try (Published volume = Published.make(workload, "fragments", MEBIBYTES, Workload.mount("xfs"))) {
            Path image = BackingFile.of(volume.path());
            Path file = volume.path().resolve("file");
            Fio reading = new Fio("read", "1M", 1);
            Fio.fill(file);
            long before = extents(image);
            double readBefore = reading.measure(file, READING);
            Snapshot snapshot = workload.snapshot("fragments", volume.volume());
            new Fio("randwrite", "4k", 32).measure(file, WRITING);
            report.row(Row.reported(
                            "extents of an image after 2 s of random writes under a snapshot",
                            Figure.of((double) extents(image), ""))
                    .beside(Figure.of((double) before, ""))
                    .noted("beside: before the snapshot"));
            report.row(Row.reported("reading it from end to end", Figure.of(reading.measure(file, READING), "MiB/s"))
                    .beside(Figure.of(readBefore, "MiB/s"))
                    .noted("beside: before the snapshot"));
            workload.delete(snapshot);
        }
    }

    private static long extents(Path image) throws Exception {
        Matcher found = EXTENTS.matcher(HostTraces.output("filefrag", image.toString()));
        if (!found.find()) {
            throw new IllegalStateException("filefrag says nothing of " + image);
        }
        return Long.parseLong(found.group(1));
    }
}
