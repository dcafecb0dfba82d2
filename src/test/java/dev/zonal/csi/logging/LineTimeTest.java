package dev.zonal.csi.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LineTimeTest {
    private final LineTime time = new LineTime();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00.007Z",
                "2026-01-31T23:59:59.999Z",
                "2026-02-01T00:00:00.000Z",
                "2026-02-01T00:00:00.050Z",
                "1969-12-31T23:59:59.999Z"
            })
    void isTheInstantToTheMillisecond(String text) {
        StringBuilder line = new StringBuilder();

        time.append(line, Instant.parse(text).toEpochMilli());

        assertThat(line).hasToString(text);
    }

    /** Also where the clock is set back. */
    @ParameterizedTest
    @ValueSource(strings = {"2026-01-31T12:00:00.999Z", "2026-01-31T12:00:01.000Z", "2026-01-31T11:59:59.000Z"})
    void owesNothingToTheLineBefore(String text) {
        time.append(
                new StringBuilder(), Instant.parse("2026-01-31T12:00:00.123Z").toEpochMilli());
        StringBuilder line = new StringBuilder();

        time.append(line, Instant.parse(text).toEpochMilli());

        assertThat(line).hasToString(text);
    }
}
