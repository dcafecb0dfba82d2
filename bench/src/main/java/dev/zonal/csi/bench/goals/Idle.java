package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.measure.ProcessView;
import dev.zonal.csi.bench.report.Figure;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;
import dev.zonal.csi.driver.RealDriver;
import java.time.Duration;

/** A driver that nobody calls: its memory, its processor time, how often it wakes. */
public final class Idle implements Chapter {
    private static final Duration SETTLING = Duration.ofSeconds(3);
    private static final Duration WATCHED = Duration.ofSeconds(10);
    private static final double MOST_MEBIBYTES = 95;
    private static final double MOST_PERCENT = 0.1;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public boolean needsOurOwn() {
        return true;
    }

    @Override
    public void measure(Site site, Report report) throws Exception {
        try (RealDriver driver = site.another()) {
            ProcessView process = new ProcessView(driver.pid());
            Thread.sleep(SETTLING);
            long processor = process.processorNanos();
            long wakeUps = process.wakeUps();
            Thread.sleep(WATCHED);
            double percent = 100.0 * (process.processorNanos() - processor) / WATCHED.toNanos();
            double perSecond = (double) (process.wakeUps() - wakeUps) / WATCHED.toSeconds();
            report.row(Row.within(MOST_PERCENT, "processor, idle", "≤ 0.1 %", Figure.of(percent, "%")));
            report.row(Row.reported("threads woken, idle", Figure.of(perSecond, "/s"))
                    .noted("timers of the JVM itself are among them"));
            report.row(Row.within(
                    MOST_MEBIBYTES, "memory, idle", "≤ 95 MiB", Figure.of(process.residentMebibytes(), "MiB")));
            report.row(Row.reported("threads, idle", Figure.of((double) process.threads(), "")));
        }
    }
}
