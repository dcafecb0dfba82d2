package dev.zonal.csi.driver.crash;

import dev.zonal.csi.client.CallFailed;
import dev.zonal.csi.driver.Workload;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** How long an orchestrator repeats a call that was refused for a reason that passes by itself. */
final class Patience {
    /**
     * A filesystem that a killed driver held frozen is thawed by a process of its own, a moment later, or by the next
     * start; and a container that somebody else starts meanwhile may have a copy of our mounts until it has ended.
     */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Duration PAUSE = Duration.ofMillis(50);

    private Patience() {}

    /** @param passes whether that refusal does */
    static Entry call(Step step, Workload driver, Predicate<CallFailed> passes) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                return step.call().apply(driver);
            } catch (CallFailed failed) {
                if (!passes.test(failed) || System.nanoTime() > end) {
                    throw failed;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE.toMillis()));
            }
        }
    }
}
