package dev.zonal.csi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.backend.cloud.DiskBench;
import dev.zonal.csi.cloud.ApiCall;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.FaultEffect;
import dev.zonal.csi.cloud.FaultPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CloudArrivalTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final DiskBench bench = new DiskBench("preset: generic");
    private final RecordedLog log = new RecordedLog(CloudArrival.class);

    @AfterEach
    void end() {
        log.close();
        bench.close();
    }

    private void fails(FaultEffect effect, OptionalInt times) {
        bench.control()
                .addFault(new FaultPlan(
                        Optional.of(ApiCall.DESCRIBE_OFFER), effect, 1, Duration.ZERO, times, Optional.empty()));
    }

    private void await() {
        CloudArrival.await(bench.outside(), bench.waiting, PATIENCE);
    }

    private Instant now() {
        return bench.waiting.clock().instant();
    }

    @Test
    void aCloudThatAnswersIsAskedOnce() {
        Instant before = now();

        await();

        assertThat(now()).isEqualTo(before);
        assertThat(log.events()).isEmpty();
    }

    @Test
    void aCloudThatDoesNotAnswerYetIsAskedAgainAndTheLogSaysWhy() {
        fails(FaultEffect.UNAVAILABLE, OptionalInt.of(30));
        Instant before = now();

        await();

        assertThat(Duration.between(before, now())).isEqualTo(Duration.ofMinutes(1));
        assertThat(log.events())
                .hasSize(30)
                .allSatisfy(event -> assertThat(event.getFormattedMessage())
                        .isEqualTo("the cloud does not answer; it is asked again"));
    }

    @Test
    void oneThatStaysAwayIsAnEnd() {
        fails(FaultEffect.UNAVAILABLE, OptionalInt.empty());
        Instant before = now();

        assertThatThrownBy(this::await)
                .isInstanceOfSatisfying(
                        CloudException.class,
                        failed -> assertThat(failed.kind()).isEqualTo(CloudException.Kind.UNAVAILABLE));
        assertThat(Duration.between(before, now())).isEqualTo(PATIENCE);
    }

    @Test
    void oneThatRefusesIsAnEndAtOnce() {
        fails(FaultEffect.CONFLICT, OptionalInt.empty());
        Instant before = now();

        assertThatThrownBy(this::await)
                .isInstanceOfSatisfying(
                        CloudException.class,
                        failed -> assertThat(failed.kind()).isEqualTo(CloudException.Kind.CONFLICT));
        assertThat(now()).isEqualTo(before);
    }
}
