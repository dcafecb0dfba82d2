package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.measure.Fio;
import dev.zonal.csi.bench.measure.Ratios;
import dev.zonal.csi.bench.report.Figure;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a pod reads and writes through a volume, in turns with the same filesystem on the same image through a loop device
 * set up by hand, and with a file of the pool itself.
 */
public final class DataPath implements Chapter {
    private static final double LEAST = 0.95;
    private static final int MEBIBYTES = 1024;
    private static final Duration SLICE = Duration.ofMillis(120);
    private static final int PAIRS = 8;
    private static final int PAIRS_FOR_ONE_OF_POOL = 4;
    private static final int BUFFER_BYTES = 64 << 20;

    @Override
    public String name() {
        return "data path";
    }

    /** It sets up by hand what the driver's loop devices stand over. */
    @Override
    public boolean needsOurOwn() {
        return true;
    }

    static List<Fio> patterns() {
        List<Fio> patterns = new ArrayList<>();
        for (int depth : List.of(1, 32)) {
            patterns.add(new Fio("read", "1M", depth));
            patterns.add(new Fio("write", "1M", depth));
            patterns.add(new Fio("randread", "4k", depth));
            patterns.add(new Fio("randwrite", "4k", depth));
        }
        return patterns;
    }

    @Override
    public void measure(Site site, Report report) throws Exception {
        if (!Fio.isInstalled()) {
            report.row(Row.notMeasured("data path", "≥ 0.95 × by hand", "fio is not installed"));
            return;
        }
        Path buffers = Files.createTempFile(Path.of("/dev/shm"), "zonal-bench-", "");
        try {
            Files.write(buffers, new byte[BUFFER_BYTES]);
            measure(site, buffers, report);
        } finally {
            Files.delete(buffers);
        }
    }

    private static void measure(Site site, Path buffers, Report report) throws Exception {
        Path raw = site.floor().objects().image("raw");
        site.floor().objects().create("raw", ByteSize.ofMebibytes(MEBIBYTES));
        Fio.fill(raw);
        for (FilesystemType type : List.of(FilesystemType.EXT4, FilesystemType.XFS)) {
            measure(site, type, raw, buffers, report);
        }
        site.floor().objects().delete("raw");
    }

    private static void measure(Site site, FilesystemType type, Path raw, Path buffers, Report report)
            throws Exception {
        SameImage image = SameImage.make(site, MEBIBYTES, type);
        image.throughDriver(Fio::fill);
        for (Fio pattern : patterns()) {
            compare(pattern, type, image, raw, buffers, report);
        }
        image.delete();
    }

    private static void compare(
            Fio pattern, FilesystemType type, SameImage image, Path raw, Path buffers, Report report) throws Exception {
        List<Double> volume = new ArrayList<>();
        List<Double> byHand = new ArrayList<>();
        List<Double> pool = new ArrayList<>();
        for (int pair = 0; pair < PAIRS; pair += 2) {
            if (pair % PAIRS_FOR_ONE_OF_POOL == 0) {
                pool.add(pattern.measure(raw, SLICE, buffers));
            }
            // Whoever comes first in one pair comes last in the next.
            image.throughDriver(file -> volume.add(pattern.measure(file, SLICE, buffers)));
            image.byHand(file -> byHand.add(pattern.measure(file, SLICE, buffers)));
            image.byHand(file -> byHand.add(pattern.measure(file, SLICE, buffers)));
            image.throughDriver(file -> volume.add(pattern.measure(file, SLICE, buffers)));
        }
        Ratios ratios = Ratios.of(volume, byHand);
        report.row(Row.atLeast(
                        LEAST,
                        type.word() + ", " + pattern,
                        "≥ 0.95 × by hand",
                        Figure.of(median(volume), "MiB/s"),
                        Figure.of(median(byHand), "MiB/s"),
                        ratios.middle())
                .noted("half of the pairs %s to %s; %s of a file of the pool"
                        .formatted(
                                Figure.number(ratios.lowerQuartile()),
                                Figure.number(ratios.upperQuartile()),
                                Figure.number(median(volume) / median(pool)))));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }
}
