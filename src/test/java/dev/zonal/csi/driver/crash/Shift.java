package dev.zonal.csi.driver.crash;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The time from one crash to the next: so many calls are answered, then it comes. */
final class Shift {
    /** On a machine that others load as well; whoever waits longer finds out why from the workers. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final CountDownLatch answers;
    private volatile boolean driverMayBeGone;
    private volatile boolean over;

    Shift(int answers) {
        this.answers = new CountDownLatch(answers);
    }

    void answered() {
        answers.countDown();
    }

    void awaitAnswers() throws InterruptedException {
        boolean _ = answers.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** From now on nobody wonders that a call finds nobody. */
    void killing() {
        driverMayBeGone = true;
    }

    boolean driverMayBeGone() {
        return driverMayBeGone;
    }

    /** From now on no worker begins another call. */
    void end() {
        over = true;
    }

    boolean isOver() {
        return over;
    }
}
