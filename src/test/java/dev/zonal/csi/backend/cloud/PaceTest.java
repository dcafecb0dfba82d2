package dev.zonal.csi.backend.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How calls of one kind come to be as far apart as the cloud wants them. */
final class PaceTest {
    private static final Duration LIMIT = Duration.ofMillis(50);

    private final Pace pace = new Pace();
    private Instant now = Instant.parse("2026-05-04T03:02:01Z");

    private Duration pause() {
        return pace.take(now).pause();
    }

    private void refused(Duration missing) {
        pace.throttled(pace.take(now), now, missing);
    }

    @Test
    void callsAreNotHeldBackUntilOneWasThrottled() {
        assertThat(List.of(pause(), pause(), pause())).containsOnly(Duration.ZERO);
    }

    @Test
    void ofManyThatWereThrottledAtOnceTheFirstIsBelieved() {
        List<Pace.Turn> crowd = Stream.generate(() -> pace.take(now)).limit(50).toList();

        crowd.forEach(turn -> pace.throttled(turn, now, LIMIT));

        assertThat(List.of(pause(), pause(), pause()))
                .containsExactly(LIMIT, LIMIT.multipliedBy(2), LIMIT.multipliedBy(3));
    }

    @Test
    void whatWasMissingIsAdded() {
        refused(Duration.ofMillis(30));
        now = now.plus(pause());
        refused(Duration.ofMillis(20));

        Duration first = pause();

        assertThat(pause().minus(first)).isEqualTo(LIMIT);
    }

    @Test
    void callsThatAreThrottledByChanceDoNotComeMoreAndMoreSeldom() {
        for (int i = 0; i < 100; i++) {
            refused(LIMIT);
            now = now.plus(pause());
        }

        Duration first = pause();

        assertThat(pause().minus(first)).isLessThanOrEqualTo(LIMIT.multipliedBy(2));
    }

    @Test
    void aWaitForOneObjectHoldsNoOtherCall() {
        refused(Duration.ofMinutes(1));

        assertThat(pause()).isZero();
    }

    @Test
    void aLimitThatBecameWiderIsFoundWhileCallsGoOn() {
        refused(LIMIT);
        for (int i = 0; i < 300; i++) {
            now = now.plus(pause());
        }

        assertThat(pause()).isLessThan(LIMIT);
    }

    @Test
    void whatWasLongAgoIsForgotten() {
        refused(LIMIT);
        now = now.plusSeconds(60);

        assertThat(List.of(pause(), pause())).containsOnly(Duration.ZERO);
    }
}
