package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.floor.Floor;
import dev.zonal.csi.bench.measure.Fio;
import dev.zonal.csi.bench.report.Figure;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a pod reads and writes through a volume, in turns with the same filesystem on the same kind of image through a
 * loop device set up by hand, and with a file of the pool itself.
 */
public final class DataPath implements Chapter {
    private static final double LEAST = 0.95;
    private static final int MEBIBYTES = 1024;
    private static final int ROUNDS = 9;
    private static final int ROUNDS_WITH_POOL = 3;
    private static final Duration TIME = Duration.ofMillis(200);

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
        Path raw = site.floor().objects().image("raw");
        site.floor().objects().create("raw", ByteSize.ofMebibytes(MEBIBYTES));
        Fio.fill(raw);
        for (FilesystemType type : List.of(FilesystemType.EXT4, FilesystemType.XFS)) {
            measure(site, type, raw, report);
        }
        site.floor().objects().delete("raw");
    }

    private static void measure(Site site, FilesystemType type, Path raw, Report report) {
        String name = "data-" + type.word();
        Floor floor = site.floor();
        floor.publish(name, ByteSize.ofMebibytes(MEBIBYTES), type);
        Path byHand = floor.devices().target(name).resolve("file");
        try (Published volume = Published.make(site.workload(), name, MEBIBYTES, Workload.mount(type.word()))) {
            Path file = volume.path().resolve("file");
            Fio.fill(byHand);
            Fio.fill(file);
            for (Fio pattern : patterns()) {
                compare(pattern, type, List.of(file, byHand, raw), report);
            }
        }
        floor.retire(name);
    }

    /**
     * Both are measured one right after the other, and the ratio is that of the middle pair: what comes and goes on the
     * machine within seconds is more than the two could differ by.
     *
     * @param files of the volume, by hand, and of the pool
     */
    private static void compare(Fio pattern, FilesystemType type, List<Path> files, Report report) {
        List<List<Double>> rates =
                files.stream().<List<Double>>map(_ -> new ArrayList<>()).toList();
        for (int round = 0; round < ROUNDS; round++) {
            int subjects = round < ROUNDS_WITH_POOL ? files.size() : files.size() - 1;
            for (int turn = 0; turn < subjects; turn++) {
                // Whoever comes first in one round comes last in the next.
                int subject = (turn + round) % subjects;
                rates.get(subject).add(pattern.measure(files.get(subject), TIME));
            }
        }
        List<Double> volume = rates.get(0);
        List<Double> byHand = rates.get(1);
        List<Double> ratios = IntStream.range(0, ROUNDS)
                .mapToObj(round -> volume.get(round) / byHand.get(round))
                .toList();
        double ofPool = median(volume.subList(0, ROUNDS_WITH_POOL)) / median(rates.get(2));
        report.row(Row.atLeast(
                        LEAST,
                        type.word() + ", " + pattern,
                        "≥ 0.95 × by hand",
                        Figure.of(median(volume), "MiB/s"),
                        Figure.of(median(byHand), "MiB/s"),
                        median(ratios))
                .noted("%s of a file of the pool".formatted(Figure.number(ofPool))));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
