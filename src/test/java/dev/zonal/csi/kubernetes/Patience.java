package dev.zonal.csi.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what a cluster does by itself: looks again and again, ever less often, and at last says what it saw. */
record Patience(Duration limit) {
    /** Far more than anything takes; a machine may have much else to do. */
    static final Patience USUAL = new Patience(Duration.ofSeconds(Integer.getInteger("kubernetes.patience", 180)));

    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 500;

    /** What is looked for, as soon as it is there. */
    <T> T until(String what, Supplier<Optional<T>> look, Supplier<String> seen) {
        return await(look)
                .orElseThrow(() -> new AssertionError(
                        "waited " + limit.toSeconds() + " s in vain for " + what + "; what there is:\n" + seen.get()));
    }

    /** Whether it comes to hold. */
    boolean holds(BooleanSupplier condition) {
        return await(() -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty())
                .isPresent();
    }

    private <T> Optional<T> await(Supplier<Optional<T>> look) {
        long end = System.nanoTime() + limit.toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            Optional<T> found = look(look);
            if (found.isPresent() || System.nanoTime() - end >= 0) {
                return found;
            }
            sleep(pause);
            pause = Math.min(pause * 3 / 2, LONGEST_PAUSE_MILLIS);
        }
    }

    void until(String what, BooleanSupplier holds, Supplier<String> seen) {
        until(what, () -> holds.getAsBoolean() ? Optional.of(true) : Optional.empty(), seen);
    }

    /** An API server or a kubelet that is away for a moment is one more thing to wait for. */
    private static <T> Optional<T> look(Supplier<Optional<T>> look) {
        try {
            return look.get();
        } catch (KubernetesClientException away) {
            if (away.getCode() >= 400 && away.getCode() < 500 && away.getCode() != 409 && away.getCode() != 429) {
                throw away;
            }
            return Optional.empty();
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", interrupted);
        }
    }
}
