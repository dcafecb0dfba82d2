package dev.zonal.csi.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

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
