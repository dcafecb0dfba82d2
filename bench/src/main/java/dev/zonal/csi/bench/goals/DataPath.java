package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.measure.Fio;
import dev.zonal.csi.bench.measure.HaltedFio;
import dev.zonal.csi.bench.measure.Ratios;
import dev.zonal.csi.bench.report.Figure;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a pod reads and writes through a volume, in turns with the same filesystem on the same kind of image through a
 * loop device set up by hand, and with a file of the pool itself.
 */
public final class DataPath implements Chapter {
    private static final double LEAST = 0.95;
    private static final int MEBIBYTES = 1024;
    private static final int PAIRS = 52;
    private static final int TURNS_OF_POOL = 8;
    private static final Duration SLICE = Duration.ofMillis(40);
    private static final int BUFFER_BYTES = 64 << 20;

    @Override
    public String name() {
        return "data path";
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

    /**
     * Where on the disk a file lies makes a difference of up to a tenth, and who comes second lies behind who came first:
     * so there are two of each, and once the one came first and once the other.
     */
    private static void measure(Site site, FilesystemType type, Path raw, Path buffers, Report report)
            throws Exception {
        String first = "data-" + type.word() + "-first";
        String second = "data-" + type.word() + "-second";
        Path handFirst = byHand(site, first, type);
        try (Published volumeSecond = volume(site, first, type);
                Published volumeFirst = volume(site, second, type)) {
            Path handSecond = byHand(site, second, type);
            List<Subjects> both =
                    List.of(new Subjects(file(volumeSecond), handFirst), new Subjects(file(volumeFirst), handSecond));
            for (Fio pattern : patterns()) {
                compare(pattern, type, both, raw, buffers, report);
            }
        }
        site.floor().retire(first);
        site.floor().retire(second);
    }

    /** What takes turns. */
    private record Subjects(Path volume, Path byHand) {}

    private static Path byHand(Site site, String name, FilesystemType type) {
        site.floor().publish(name, ByteSize.ofMebibytes(MEBIBYTES), type);
        Path file = site.floor().devices().target(name).resolve("file");
        Fio.fill(file);
        return file;
    }

    private static Published volume(Site site, String name, FilesystemType type) {
        Published volume = Published.make(site.workload(), name, MEBIBYTES, Workload.mount(type.word()));
        Fio.fill(file(volume));
        return volume;
    }

    private static Path file(Published volume) {
        return volume.path().resolve("file");
    }

    /**
     * Both go on in turns of a fraction of a second, and the ratio is that of the middle half of all pairs: what comes and
     * goes on the machine within seconds is more than the two could differ by.
     */
    private static void compare(
            Fio pattern, FilesystemType type, List<Subjects> all, Path raw, Path buffers, Report report)
            throws Exception {
        List<Double> volume = new ArrayList<>();
        List<Double> byHand = new ArrayList<>();
        List<Double> pool = new ArrayList<>();
        for (Subjects subjects : all) {
            try (HaltedFio ofVolume = HaltedFio.start(pattern, subjects.volume(), buffers);
                    HaltedFio ofHand = HaltedFio.start(pattern, subjects.byHand(), buffers);
                    HaltedFio ofPool = HaltedFio.start(pattern, raw, buffers)) {
                for (int pair = 0; pair < PAIRS / all.size(); pair += 2) {
                    // Whoever comes first in one pair comes last in the next.
                    volume.add(ofVolume.slice(SLICE));
                    byHand.add(ofHand.slice(SLICE));
                    byHand.add(ofHand.slice(SLICE));
                    volume.add(ofVolume.slice(SLICE));
                    if (pair < TURNS_OF_POOL) {
                        pool.add(ofPool.slice(SLICE));
                    }
                }
            }
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
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
