package dev.zonal.csi.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class CrowdTest {
    @Test
    void everyNumberIsDoneOnceAndAsManyAtOnceAsThereAreCallers() throws Exception {
        Set<Integer> done = ConcurrentHashMap.newKeySet();
        CyclicBarrier all = new CyclicBarrier(3);
        Batch batch;
        try (Crowd crowd = Crowd.ofCallers(3)) {
            batch = crowd.run(9, number -> {
                all.await(1, TimeUnit.MINUTES);
                done.add(number);
            });
        }

        assertThat(done).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(batch.latencies().count()).isEqualTo(9);
    }

    /** The first call holds up the only caller: the others are late by what was left of that, though they take no time. */
    @Test
    void onAScheduleTheWaitForTheCallsBeforeCounts() throws Exception {
        long held = Duration.ofMillis(50).toNanos();
        Batch batch;
        try (Crowd crowd = Crowd.ofCallers(1)) {
            batch = crowd.runAt(1000, 10, number -> {
                long begin = System.nanoTime();
                while (number == 0 && System.nanoTime() - begin < held) {
                    Thread.onSpinWait();
                }
            });
        }

        assertThat(batch.latencies().count()).isEqualTo(10);
        assertThat(batch.latencies().quantileMillis(0)).isGreaterThanOrEqualTo(40);
    }

    @Test
    void aScheduleIsNotRunAheadOf() throws Exception {
        try (Crowd crowd = Crowd.ofCallers(4)) {
            Batch batch = crowd.runAt(500, 51, _ -> {});

            assertThat(batch.tookNanos())
                    .isGreaterThanOrEqualTo(Duration.ofMillis(100).toNanos());
        }
    }

    @Test
    void aCallThatFailsFailsTheRun() {
        try (Crowd crowd = Crowd.ofThreads(2)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> crowd.run(4, _ -> {
                        throw new IllegalArgumentException("refused");
                    }))
                    .withCauseInstanceOf(IllegalArgumentException.class);
        }
    }
}
