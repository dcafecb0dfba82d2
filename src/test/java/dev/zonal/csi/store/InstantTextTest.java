package dev.zonal.csi.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {
    @Test
    void readsEveryMomentAsItWasWritten() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            Instant exact = Instant.ofEpochSecond(
                    random.nextLong(-70_000_000_000L, 260_000_000_000L), random.nextInt(1_000_000_000));
            for (ChronoUnit unit :
                    new ChronoUnit[] {ChronoUnit.NANOS, ChronoUnit.MICROS, ChronoUnit.MILLIS, ChronoUnit.SECONDS}) {
                Instant moment = exact.truncatedTo(unit);

                assertThat(InstantText.parse(moment.toString())).isEqualTo(moment);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-31T24:00:00Z",
                "2026-12-31T23:59:60Z",
                "2024-02-29T00:00:00Z",
                "2026-01-31T00:00:00.5Z",
                "2026-01-31T00:00:00.Z",
                "2026-01-31T01:00:00+01:00",
                "+12026-01-31T00:00:00Z",
                "2026-01-31t00:00:00z"
            })
    void readsWhatTheLibraryReads(String text) {
        assertThat(InstantText.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-01-31",
                "2026-01-31T00:00:00",
                "2026-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-00-10T00:00:00Z",
                "2026-01-31T25:00:00Z",
                "2026-01-31T00:60:00Z",
                "2026-01-31T00:00:00.1234567891Z",
                "2026-01-31T00:00:00.12345678xZ",
                "2026-01-31 00:00:00Z",
                "２026-01-31T00:00:00Z"
            })
    void whatIsNoMomentIsRefused(String text) {
        assertThatThrownBy(() -> InstantText.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
