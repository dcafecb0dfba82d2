package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Whether a command waits until what the cloud has accepted is done. */
final class WaitOption {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    @Option(names = "--wait", description = "Wait until it is done, not only accepted.")
    private boolean waiting;

    /**
     * What it has become: at once, or when it is done.
     *
     * @param look asks the cloud again
     */
    <T> T settled(T accepted, Supplier<T> look, Predicate<T> done, Duration atMost) {
        T seen = accepted;
        long end = System.nanoTime() + atMost.toNanos();
        while (waiting && !done.test(seen)) {
            if (System.nanoTime() > end) {
                throw new CloudException(
                        Kind.UNAVAILABLE,
                        "not done within " + atMost.toMillis() + " ms; the cloud may still finish it");
            }
            pause();
            seen = look.get();
        }
        return seen;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            throw new CloudException(Kind.UNAVAILABLE, "interrupted while waiting", ending);
        }
    }
}
