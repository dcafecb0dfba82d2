package dev.zonal.csi.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class AxisTest {
    @Test
    void aLinearOneBeginsAtZeroAndEndsAtARoundNumber() {
        Axis axis = Axis.over(List.of(12.0, 17.0), false);

        assertThat(axis.ticks()).containsExactly(0.0, 4.0, 8.0, 12.0, 16.0, 20.0);
        assertThat(axis.place(10)).isEqualTo(0.5);
    }

    @Test
    void aLogarithmicOneGoesFromPowerToPower() {
        Axis axis = Axis.over(List.of(3.0, 400.0), true);

        assertThat(axis.ticks()).containsExactly(1.0, 10.0, 100.0, 1000.0);
        assertThat(axis.place(100)).isCloseTo(2.0 / 3, within(1e-9));
    }
}
