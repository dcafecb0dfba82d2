package dev.zonal.csi.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TimeLimitTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final Optional<Duration> OF_CALLER = Optional.of(Duration.ofMinutes(7));

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1);

    private TimeLimit limit(Rpc rpc, Optional<Duration> ofCaller) {
        return new TimeLimit(rpc, ofCaller, TIMEOUT, nanoTime::get);
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    @Test
    void aCallerWithoutADeadlineGetsThatOfTheDriver() {
        TimeLimit limit = limit(Rpc.CREATE_VOLUME, Optional.empty());

        pass(Duration.ofMinutes(2));

        assertThat(limit.remaining()).isEqualTo(Duration.ofMinutes(3));
        assertThat(limit.forHandler()).contains(Duration.ofMinutes(3));
    }

    @Test
    void aCallersDeadlineCountsAlsoWhereItIsTheLongerOne() {
        TimeLimit limit = limit(Rpc.CREATE_VOLUME, OF_CALLER);

        pass(Duration.ofMinutes(6));

        assertThat(limit.remaining()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aStreamGetsTheTimeAnewWithEachAnswer() {
        TimeLimit limit = limit(Rpc.GET_METADATA_DELTA, Optional.empty());

        pass(Duration.ofMinutes(4));
        limit.answered();
        pass(Duration.ofMinutes(4));

        assertThat(limit.remaining()).isEqualTo(Duration.ofMinutes(1));
        assertThat(limit.forHandler()).isEmpty();
    }

    @Test
    void aStreamWhoseCallerTakesNothingIsOver() {
        TimeLimit limit = limit(Rpc.GET_METADATA_DELTA, Optional.empty());

        pass(TIMEOUT);

        assertThat(limit.remaining()).isEqualTo(Duration.ZERO);
    }

    @Test
    void theDeadlineOfAStreamsCallerBoundsAllOfIt() {
        TimeLimit limit = limit(Rpc.GET_METADATA_DELTA, OF_CALLER);

        pass(Duration.ofMinutes(6));
        limit.answered();

        assertThat(limit.remaining()).isEqualTo(Duration.ofMinutes(1));
        assertThat(limit.forHandler()).contains(Duration.ofMinutes(1));
    }
}
