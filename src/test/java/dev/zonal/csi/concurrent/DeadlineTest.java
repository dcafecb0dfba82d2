package dev.zonal.csi.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.model.StorageException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {
    /** The clock of System.nanoTime has no beginning and may be about to overflow. */
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);

    private final AtomicBoolean cancelled = new AtomicBoolean();

    private Deadline in(Duration remaining) {
        return Deadline.of(Optional.of(remaining), cancelled::get, clock::get);
    }

    @Test
    void outsideOfACallThereIsNoDeadline() {
        assertThat(Deadline.current().remaining()).isEmpty();
        assertThatCode(() -> Deadline.current().checkpoint()).doesNotThrowAnyException();
    }

    @Test
    void itIsBoundWhileTheWorkRunsAndNoLonger() {
        Deadline deadline = in(Duration.ofSeconds(1));

        Deadline inside = deadline.call(Deadline::current);

        assertThat(inside).isSameAs(deadline);
        assertThat(Deadline.current()).isNotSameAs(deadline);
    }

    @Test
    void timePassesUntilNothingRemains() {
        Deadline deadline = in(Duration.ofNanos(100));

        clock.addAndGet(40);
        assertThat(deadline.remaining()).contains(Duration.ofNanos(60));
        clock.addAndGet(59);
        assertThatCode(deadline::checkpoint).doesNotThrowAnyException();
        clock.addAndGet(1);
        assertThatThrownBy(deadline::checkpoint)
                .isInstanceOf(StorageException.DeadlineExceeded.class)
                .hasMessageContaining("deadline passed");
        clock.addAndGet(1000);
        assertThat(deadline.remaining()).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -1000, Long.MIN_VALUE})
    void aDeadlineThatHasPassedBeforeTheCallHasPassed(long seconds) {
        Deadline deadline = in(Duration.ofSeconds(seconds));

        assertThat(deadline.remaining()).contains(Duration.ZERO);
        assertThatThrownBy(deadline::checkpoint).isInstanceOf(StorageException.DeadlineExceeded.class);
    }

    @Test
    void aDeadlineBeyondAllNumbersIsFarAway() {
        Deadline deadline = in(Duration.ofSeconds(Long.MAX_VALUE));

        clock.addAndGet(Duration.ofDays(365).toNanos());

        assertThat(deadline.remaining().orElseThrow()).isGreaterThan(Duration.ofDays(365));
        assertThatCode(deadline::checkpoint).doesNotThrowAnyException();
    }

    @Test
    void aCallerThatWentAwayEndsTheWorkAtItsNextSafePoint() {
        Deadline deadline = in(Duration.ofSeconds(1));
        assertThatCode(deadline::checkpoint).doesNotThrowAnyException();

        cancelled.set(true);

        assertThatThrownBy(deadline::checkpoint)
                .isInstanceOf(StorageException.DeadlineExceeded.class)
                .hasMessageContaining("went away");
    }

    @Test
    void aCallerThatWaitsForEverCanGoAwayToo() {
        Deadline deadline = Deadline.of(Optional.empty(), cancelled::get);
        assertThat(deadline.remaining()).isEmpty();

        cancelled.set(true);

        assertThatThrownBy(deadline::checkpoint).isInstanceOf(StorageException.DeadlineExceeded.class);
    }
}
