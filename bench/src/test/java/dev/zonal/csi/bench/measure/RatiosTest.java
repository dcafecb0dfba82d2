package dev.zonal.csi.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RatiosTest {
    @Test
    void aStallOnEitherSideDoesNotMoveTheMiddle() {
        Ratios ratios = Ratios.of(List.of(0.0, 1.0, 4.0, 5.0), List.of(1.0, 1.0, 1.0, 0.0));

        assertThat(ratios.middle()).isCloseTo(2, within(1e-9));
        assertThat(ratios.lowerQuartile()).isEqualTo(1);
        assertThat(ratios.upperQuartile()).isEqualTo(4);
    }

    @Test
    void pairsAreNotMixed() {
        Ratios ratios = Ratios.of(List.of(10.0, 1.0, 100.0, 1.0), List.of(20.0, 2.0, 200.0, 2.0));

        assertThat(ratios.middle()).isCloseTo(0.5, within(1e-9));
    }
}
