package dev.zonal.csi.bench.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A fio that only goes on for a slice of time, as often as it is asked to, and in between is halted. So two of them take
 * turns within a fraction of a second, and neither is measured while it starts.
 */
public final class HaltedFio implements AutoCloseable {
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long FIRST_BYTES = 256 << 10;
    private static final Duration LOOK = Duration.ofMillis(5);

    /** Until its requests are on their way, before a slice, and answered, after it. */
    private static final Duration SETTLING = Duration.ofMillis(6);

    private final Process process;
    private final ProcessView view;

    /** One that is halted would outlive this process, and keep its file busy. */
    private final Thread ending;

    private HaltedFio(Process process) {
        this.process = process;
        this.view = new ProcessView(process.pid());
        this.ending = new Thread(process::destroyForcibly, "fio-ending");
        Runtime.getRuntime().addShutdownHook(ending);
    }

    /** @param buffers a file in memory for what is read and written, which those that take turns share */
    public static HaltedFio start(Fio pattern, Path file, Path buffers) throws Exception {
        HaltedFio fio = new HaltedFio(new ProcessBuilder(pattern.endless(file, buffers))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectErrorStream(true)
                .start());
        try {
            fio.awaitFirstBytes();
            fio.halt();
            return fio;
        } catch (Exception failed) {
            fio.close();
            throw failed;
        }
    }

    private void awaitFirstBytes() throws Exception {
        long end = System.nanoTime() + START_NANOS;
        while (moved() < FIRST_BYTES) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("fio does not start: " + process.info());
            }
            Thread.sleep(LOOK);
        }
    }

    /** Mebibytes per second, while it goes on for so long. */
    public double slice(Duration time) throws Exception {
        Signal.CONTINUE.send(process.pid());
        Thread.sleep(SETTLING);
        long begin = System.nanoTime();
        long before = moved();
        Thread.sleep(time);
        double mebibytes = (moved() - before) / (double) (1 << 20);
        double seconds = (System.nanoTime() - begin) / 1e9;
        halt();
        return mebibytes / seconds;
    }

    private void halt() throws InterruptedException {
        Signal.STOP.send(process.pid());
        Thread.sleep(SETTLING);
    }

    private long moved() throws IOException {
        return view.diskBytes();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException isEnding) {
            // It has done the same.
        }
    }
}
