package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Whether a command waits until what the cloud has accepted is done. */
final class WaitOption {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** A read may be old, and not know yet what was accepted; what is unknown for longer is gone. */
    private static final Duration UNKNOWN = Duration.ofSeconds(10);

    @Option(names = "--wait", description = "Wait until it is done, not only accepted.")
    private boolean waiting;

    /**
     * What it has become: at once, or when it is done.
     *
     * @param look asks the cloud again
     */
    <T> T settled(T accepted, Supplier<T> look, Predicate<T> done, Duration atMost) {
        T seen = accepted;
        long begun = System.nanoTime();
        long end = begun + atMost.toNanos();
        while (waiting && !done.test(seen)) {
            if (System.nanoTime() > end) {
                throw new CloudException(
                        Kind.UNAVAILABLE,
                        "not done within " + atMost.toMillis() + " ms; the cloud may still finish it");
            }
            pause();
            seen = seen(look, begun).orElse(seen);
        }
        return seen;
    }

    private static <T> Optional<T> seen(Supplier<T> look, long begun) {
        try {
            return Optional.of(look.get());
        } catch (CloudException refused) {
            if (refused.kind() != Kind.NOT_FOUND || System.nanoTime() - begun > UNKNOWN.toNanos()) {
                throw refused;
            }
            return Optional.empty();
        }
    }

    /** @param failed what was accepted and could not be made after all */
    static CloudException failed(Object failed, String removal) {
        return new CloudException(
                Kind.INTERNAL, failed + " was accepted, and failed later; " + removal + " " + failed + " removes it");
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
