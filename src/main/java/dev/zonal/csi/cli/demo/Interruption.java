package dev.zonal.csi.cli.demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a signal does while the demo runs: the thread that plays it is interrupted, and the JVM ends only when that
 * thread has cleaned up.
 */
final class Interruption implements AutoCloseable {
    private static final int PATIENCE_MINUTES = 2;

    private final Thread player = Thread.currentThread();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().name("demo-interruption").unstarted(this::interrupt);
    private volatile boolean happened;

    private Interruption() {}

    /** Watches over the thread that calls this, until closed. */
    static Interruption begin() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    boolean happened() {
        return happened;
    }

    /** @throws DemoFailure where it has happened, so that nothing new is begun */
    void demandNone() {
        if (happened) {
            throw new DemoFailure(DemoFailure.BROKEN, "a signal came");
        }
    }

    private void interrupt() {
        happened = true;
        player.interrupt();
        try {
            var _ = over.await(PATIENCE_MINUTES, TimeUnit.MINUTES);
        } catch (InterruptedException neverMind) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        try {
            var _ = Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The JVM is on its way out, and the hook is what it waits for.
        }
    }
}
