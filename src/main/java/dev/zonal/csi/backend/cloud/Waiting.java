package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.cloud.ClientToken;
import dev.zonal.csi.tracing.CurrentSpan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The time as whoever waits for a cloud has it.
 *
 * @param pauses lets so much time pass
 * @param random of the jitter, and of client tokens that follow from nothing
 */
public record Waiting(InstantSource clock, Consumer<Duration> pauses, RandomGenerator random) {
    Instant now() {
        return clock.instant();
    }

    public void pause(Duration duration) {
        pauses.accept(duration);
    }

    /** The same, as a span of that name. */
    public void pause(String span, Duration duration) {
        CurrentSpan.within(span, () -> pause(duration));
    }

    /** For a change that is repeated by looking whether it was made, and not by its token. */
    public ClientToken freshToken() {
        return new ClientToken(Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()));
    }
}
