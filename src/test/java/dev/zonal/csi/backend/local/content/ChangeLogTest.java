package dev.zonal.csi.backend.local.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.host.SimulatedClock;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.VolumeId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ChangeLogTest {
    private final ChangeLog log = new ChangeLog(3, new SimulatedClock());
    private final long begin = log.revision();

    private static VolumeId id(int number) {
        return VolumeId.of("v" + number, new HomeId("aaaaaa22"));
    }

    @Test
    void tellsWhatChangedAfterANumberOnceEach() {
        log.record(id(1));
        long seen = log.revision();
        log.record(id(2));
        log.record(id(3));
        log.record(id(2));

        assertThat(log.since(seen).orElseThrow()).containsExactlyInAnyOrder(id(2), id(3));
        assertThat(log.since(log.revision()).orElseThrow()).isEmpty();
    }

    @Test
    void saysWhenItDoesNotRememberAsMuch() {
        IntStream.range(0, 4).forEach(number -> log.record(id(number)));

        assertThat(log.since(begin)).isEmpty();
        assertThat(log.since(begin + 1).orElseThrow()).hasSize(3);
    }

    @Test
    void whoWaitsIsWokenByAChangeAndByANudge() {
        CompletableFuture<Void> waiting =
                CompletableFuture.runAsync(() -> log.await(begin, Duration.ofMinutes(5)), Thread::startVirtualThread);
        log.record(id(1));
        waiting.join();
        log.await(begin, Duration.ofMinutes(5));

        CompletableFuture<Void> again = CompletableFuture.runAsync(
                () -> log.await(log.revision(), Duration.ofMinutes(5)), Thread::startVirtualThread);
        while (!again.isDone()) {
            log.nudge();
        }
        assertThat(again).isCompleted();
    }
}
