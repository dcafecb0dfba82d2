package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.measure.Keyed;
import dev.zonal.csi.bench.measure.Samples;
import dev.zonal.csi.bench.measure.Turns;
import dev.zonal.csi.bench.report.Figure;
import dev.zonal.csi.bench.report.Plot;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.v1.Snapshot;
import dev.zonal.csi.v1.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Snapshot, restore and clone of volumes of every size in turns; and of one in many small pieces. */
public final class Sizes implements Chapter {
    private static final List<Integer> MEBIBYTES = List.of(64, 512, 4096, 65_536);
    private static final int FRAGMENTED_MEBIBYTES = 2048;
    private static final int PIECES = 16_384;
    private static final int PIECE_BYTES = 4096;
    private static final int FILLED_PARTS = 48;
    private static final int PART_BYTES = 1 << 20;
    private static final int WARM_UP = 10;
    private static final int ROUNDS = 60;

    /** Two medians of the same differ by so much on a machine that does other things too. */
    private static final double CONSTANT = 1.25;

    private static final List<String> VERBS = List.of("snapshot", "restore", "clone");

    @Override
    public String name() {
        return "sizes";
    }

    @Override
    public void measure(Site site, Report report) throws Exception {
        Workload workload = site.workload();
        Map<String, Volume> sources = new LinkedHashMap<>();
        for (int mebibytes : MEBIBYTES) {
            sources.put(mebibytes + " MiB", written(workload, mebibytes, FILLED_PARTS, PART_BYTES));
        }
        Keyed<String, Samples> took = turns(workload, sources).run(WARM_UP, ROUNDS);
        sources.values().forEach(workload::delete);

        // By itself: to free so many extents keeps the filesystem busy for whoever comes next.
        Volume pieces = written(workload, FRAGMENTED_MEBIBYTES, PIECES, PIECE_BYTES);
        Keyed<String, Samples> ofPieces = turns(workload, Map.of("", pieces)).run(WARM_UP / 2, ROUNDS / 4);
        workload.delete(pieces);
        String smallest = MEBIBYTES.getFirst() + " MiB";
        String largest = MEBIBYTES.getLast() + " MiB";
        for (String verb : VERBS) {
            Samples large = took.get(verb + largest);
            Samples small = took.get(verb + smallest);
            report.row(Row.atMost(
                    CONSTANT, verb + " of 64 GiB beside 64 MiB, 48 MiB filled", "constant (≤ 1.25)", large, small));
            double microseconds = 1000 * (ofPieces.get(verb).medianMillis() - small.medianMillis()) / PIECES;
            report.row(Row.reported(
                    verb + ", for each further extent (" + PIECES + " pieces)", Figure.of(microseconds, "µs")));
        }
        report.plot(plot(took));
    }

    private static Turns turns(Workload workload, Map<String, Volume> sources) {
        Turns turns = new Turns();
        Keyed<String, Snapshot> snapshots = new Keyed<>();
        Keyed<String, Volume> volumes = new Keyed<>();
        sources.forEach((name, source) -> {
            long mebibytes = source.getCapacityBytes() / Workload.MEBIBYTE;
            turns.timed(
                            "snapshot" + name,
                            round -> snapshots.put(name, workload.snapshot("sizes-" + name + round, source)))
                    .timed(
                            "restore" + name,
                            round -> volumes.put(
                                    "restore" + name,
                                    workload.create(
                                            Workload.volume("sizes-r" + name + round, mebibytes, Workload.block())
                                                    .setVolumeContentSource(Workload.contentOf(snapshots.get(name))))))
                    .timed(
                            "clone" + name,
                            round -> volumes.put(
                                    "clone" + name,
                                    workload.create(
                                            Workload.volume("sizes-c" + name + round, mebibytes, Workload.block())
                                                    .setVolumeContentSource(Workload.contentOf(source)))))
                    .untimed(_ -> {
                        workload.delete(volumes.remove("restore" + name));
                        workload.delete(volumes.remove("clone" + name));
                        workload.delete(snapshots.remove(name));
                    });
        });
        return turns;
    }

    /** A block volume with so many parts written, spread over all of it. */
    private static Volume written(Workload workload, int mebibytes, int parts, int partBytes) throws IOException {
        Volume volume = workload.create("sizes-" + mebibytes + "-" + parts, mebibytes, Workload.block());
        ByteBuffer content = ByteBuffer.allocateDirect(partBytes);
        long distance = mebibytes * Workload.MEBIBYTE / parts / PIECE_BYTES * PIECE_BYTES;
        try (FileChannel device =
                FileChannel.open(workload.publish(volume, Workload.block()), StandardOpenOption.WRITE)) {
            for (int part = 0; part < parts; part++) {
                device.write(content.rewind(), part * distance);
            }
            device.force(true);
        } finally {
            workload.retire(volume);
        }
        return volume;
    }

    private static Plot plot(Keyed<String, Samples> took) {
        List<Plot.Line> lines = new ArrayList<>();
        for (String verb : VERBS) {
            lines.add(new Plot.Line(
                    verb,
                    MEBIBYTES.stream()
                            .map(size -> new Plot.Point(
                                    size, took.get(verb + size + " MiB").medianMillis()))
                            .toList()));
        }
        return new Plot("sizes", "Constant in the size of the volume", "MiB", "ms", true, lines);
    }
}
