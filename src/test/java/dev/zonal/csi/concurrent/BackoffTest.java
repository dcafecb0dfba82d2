package dev.zonal.csi.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), new SplittableRandom(7));

    @Test
    void pausesDoubleUpToTheLongestAndAreNotAllTheSame() {
        for (long span = 200; span < 5000; span *= 2) {
            assertThat(backoff.next()).isBetween(Duration.ofMillis(span / 2), Duration.ofMillis(span));
        }
        Duration last = backoff.next();
        assertThat(last).isBetween(Duration.ofMillis(2500), Duration.ofSeconds(5));
        assertThat(backoff.next())
                .isBetween(Duration.ofMillis(2500), Duration.ofSeconds(5))
                .isNotEqualTo(last);
    }

    @Test
    void afterSomethingWentWellThePauseIsShortAgain() {
        backoff.next();
        backoff.next();

        backoff.reset();

        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(200));
    }
}
