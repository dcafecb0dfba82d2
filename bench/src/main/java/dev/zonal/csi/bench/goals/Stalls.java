package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.measure.Samples;
import dev.zonal.csi.bench.report.Figure;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.v1.Snapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** How long a writer waits while its volume is snapshotted again and again, beside its own waits without that. */
public final class Stalls implements Chapter {
    private static final int MEBIBYTES = 512;
    private static final int WRITE_BYTES = 16 * 1024;
    private static final int PHASES = 3;
    private static final Duration PHASE = Duration.ofMillis(1500);
    private static final long BETWEEN_SNAPSHOTS_MILLIS = 100;
    private static final double MOST_MILLIS = 50;

    @Override
    public String name() {
        return "stalls of a writer";
    }

    @Override
    public void measure(Site site, Report report) throws Exception {
        Samples quiet = Samples.of(List.of());
        Samples disturbed = Samples.of(List.of());
        Workload workload = site.workload();
        try (Published volume = Published.make(workload, "stalls", MEBIBYTES, Workload.mount("ext4"))) {
            for (int phase = 0; phase < PHASES; phase++) {
                quiet = quiet.plus(write(volume.path(), new AtomicBoolean(), () -> Thread.sleep(PHASE)));
                int number = phase;
                disturbed = disturbed.plus(write(volume.path(), new AtomicBoolean(), () -> snapshots(volume, number)));
            }
        }
        double added = disturbed.p99Millis() - quiet.p99Millis();
        report.row(Row.within(
                        MOST_MILLIS,
                        "what snapshots add to the p99 of a writer (16 KiB and fdatasync)",
                        "≤ 50 ms",
                        Figure.of(added, "ms"))
                .beside(Figure.of(quiet)));
        report.row(Row.reported("longest stall of a writer under snapshots", Figure.of(disturbed.longestMillis(), "ms"))
                .beside(Figure.of(quiet.longestMillis(), "ms"))
                .noted("beside: without snapshots"));
    }

    /** What each write takes until that has happened. */
    private static Samples write(Path folder, AtomicBoolean over, Start.Step meanwhile) throws Exception {
        CompletableFuture<Samples> writer = CompletableFuture.supplyAsync(() -> write(folder.resolve("file"), over));
        try {
            meanwhile.run();
        } finally {
            over.set(true);
        }
        return writer.get();
    }

    private static Samples write(Path file, AtomicBoolean over) {
        List<Long> nanos = new ArrayList<>();
        ByteBuffer content = ByteBuffer.allocateDirect(WRITE_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int number = 0; !over.get(); number = (number + 1) % 4096) {
                long begin = System.nanoTime();
                channel.write(content.rewind(), (long) number * WRITE_BYTES);
                channel.force(false);
                nanos.add(System.nanoTime() - begin);
            }
        } catch (IOException failed) {
            throw new IllegalStateException("the writer failed", failed);
        }
        return Samples.of(nanos);
    }

    private static void snapshots(Published volume, int phase) throws InterruptedException {
        long end = System.nanoTime() + PHASE.toNanos();
        for (int number = 0; System.nanoTime() < end; number++) {
            Snapshot snapshot = volume.workload().snapshot("stalls-" + phase + "-" + number, volume.volume());
            volume.workload().delete(snapshot);
            Thread.sleep(BETWEEN_SNAPSHOTS_MILLIS);
        }
    }
}
