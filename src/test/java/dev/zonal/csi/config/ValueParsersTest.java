package dev.zonal.csi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.config.Configuration.Mode;
import dev.zonal.csi.config.PoolFlags.Named;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ValueParsersTest {
    @ParameterizedTest
    @CsvSource({"0s,PT0S", "500ms,PT0.5S", "30s,PT30S", "5m,PT5M", "1h,PT1H", " 2s ,PT2S"})
    void durations(String text, Duration duration) {
        assertThat(ValueParsers.duration(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "s", "-1s", "1.5s", "1d", "1s1s", "9999999999s"})
    void noDurations(String text) {
        assertThatThrownBy(() -> ValueParsers.duration(text)).hasMessageContaining("write 500ms, 30s, 5m or 1h");
    }

    /** Whatever somebody writes is read or refused, by a sentence and not by an accident. */
    @Property
    void nothingIsReadByAccident(@ForAll String text) {
        List<Function<String, ?>> parsers = List.of(
                ValueParsers::duration,
                ValueParsers::truth,
                ValueParsers.number(0, 10),
                ValueParsers::ratio,
                ValueParsers::path,
                ValueParsers.oneOf(Mode.class),
                Named.of(ValueParsers::duration),
                ValueParsers::driverName,
                value -> NodeTopology.segments(List.of(value)),
                value -> Labels.name("the name", value),
                Labels::prefix);
        for (Function<String, ?> parser : parsers) {
            try {
                assertThat(parser.apply(text)).isNotNull();
            } catch (IllegalArgumentException refused) {
                assertThat(refused.getClass()).isEqualTo(IllegalArgumentException.class);
            }
        }
    }
}
