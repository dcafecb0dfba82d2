package dev.zonal.csi.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells a person at a terminal, from the second second on, that the answer is still awaited. */
final class Patience implements AutoCloseable {
    private static final Duration SILENCE = Duration.ofSeconds(1);
    private static final String ERASE_LINE = "\r\u001b[K";

    private final CountDownLatch answered = new CountDownLatch(1);
    private final Thread thread;

    private Patience(String what) {
        thread = Thread.ofVirtual().unstarted(() -> count(what));
    }

    static Patience begin(String what, boolean onTerminal) {
        Patience patience = new Patience(what);
        if (onTerminal) {
            patience.thread.start();
        }
        return patience;
    }

    private void count(String what) {
        boolean said = false;
        for (int second = 1; !answeredWithin(SILENCE); second++) {
            System.err.print(ERASE_LINE + what + ": waiting for the driver, " + second + " s");
            said = true;
        }
        if (said) {
            System.err.print(ERASE_LINE);
        }
    }

    private boolean answeredWithin(Duration time) {
        try {
            return answered.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ending) {
            return true;
        }
    }

    /** Waits until the line is erased, so that the result is not written into it. */
    @Override
    public void close() {
        answered.countDown();
        try {
            thread.join();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }
}
