package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.measure.Crowd;
import dev.zonal.csi.driver.Workload;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Lets the JVM compile the load generator before anything is measured, against a server that the driver knows nothing of:
 * its compiler would take one of the two processors of the first chapters for itself.
 */
public final class WarmUp {
    private static final Duration LONGEST = Duration.ofSeconds(12);
    private static final int CALLERS = 32;
    private static final int BATCH = 1000;

    /** Of one processor. */
    private static final double SETTLED = 0.1;

    private WarmUp() {}

    public static void run(Site site) throws Exception {
        Lineages nothing = new Lineages(new Workload(site.floor().server().client(), site.folder()), "warm-");
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        long begin = System.nanoTime();
        try (Crowd callers = Crowd.ofCallers(CALLERS)) {
            double share = 1;
            while (share > SETTLED && System.nanoTime() - begin < LONGEST.toNanos()) {
                long compiled = compiler.getTotalCompilationTime();
                long nanos = callers.run(BATCH, number -> everyCall(nothing, site, number))
                        .tookNanos();
                share = (double) TimeUnit.MILLISECONDS.toNanos(compiler.getTotalCompilationTime() - compiled) / nanos;
            }
        }
    }

    private static void everyCall(Lineages nothing, Site site, int number) {
        site.floor().server().call();
        nothing.create(number);
        nothing.snapshot(number);
        nothing.restore(number);
        nothing.cloneVolume(number);
        nothing.deleteClone(number);
        nothing.deleteRest(number);
    }
}
