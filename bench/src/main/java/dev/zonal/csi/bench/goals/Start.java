package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.measure.Samples;
import dev.zonal.csi.bench.report.Figure;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.driver.HostTraces;
import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.driver.Workload;
import java.util.ArrayList;
import java.util.List;

/** From the start of the process to the first Probe that says ready, and the first calls after it; with the disk at rest. */
public final class Start implements Chapter {
    private static final int STARTS = 7;
    private static final double LIMIT_MILLIS = 600;
    private static final double FIRST_CALL_MILLIS = 20;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public boolean needsOurOwn() {
        return true;
    }

    @Override
    public void measure(Site site, Report report) throws Exception {
        List<Long> starts = new ArrayList<>();
        List<Long> firstCreates = new ArrayList<>();
        List<Long> secondCreates = new ArrayList<>();
        try (RealDriver driver = site.another()) {
            for (int round = 0; round < STARTS; round++) {
                starts.add(restarted(driver));
                Workload workload = new Workload(driver);
                // Every sidecar probes before it does anything else, and stays connected.
                workload.client().identity().probe();
                Lineages names = new Lineages(workload, "start-" + round + "-");
                firstCreates.add(timed(() -> names.create(0)));
                secondCreates.add(timed(() -> names.create(1)));
                names.close();
            }
        }
        report.row(Row.within(LIMIT_MILLIS, "start to Probe", "≤ 600 ms", Figure.of(Samples.of(starts))));
        report.row(Row.within(
                        FIRST_CALL_MILLIS,
                        "first CreateVolume after the start",
                        "≤ 20 ms",
                        Figure.of(Samples.of(firstCreates)))
                .beside(Figure.of(Samples.of(secondCreates)))
                .noted("beside: the second"));
    }

    /** What a start of it takes, by the clock of who waits for it. */
    static long restarted(RealDriver driver) throws Exception {
        driver.terminate();
        // What the chapters before and the driver itself have left to be written would be read past.
        HostTraces.output("sync");
        return timed(driver::restartToProbe);
    }

    /** The same until all that its pool holds was read, which its first whole list waits for. */
    static long untilListed(RealDriver driver) throws Exception {
        driver.terminate();
        return timed(() -> {
            driver.restart();
            try (CsiClient client = driver.client()) {
                new Listing(client).all();
            }
        });
    }

    interface Step {
        void run() throws Exception;
    }

    static long timed(Step step) throws Exception {
        long begin = System.nanoTime();
        step.run();
        return System.nanoTime() - begin;
    }
}
