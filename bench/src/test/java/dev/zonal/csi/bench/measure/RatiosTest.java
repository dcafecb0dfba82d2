package dev.zonal.csi.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RatiosTest {
    @Test
    void aStallOnEitherSideDoesNotMoveTheMiddle() {
        Ratios ratios = Ratios.of(List.of(0.0, 1.0, 3.0, 5.0), List.of(1.0, 1.0, 1.0, 0.0));

        assertThat(ratios.middle()).isEqualTo(2);
        assertThat(ratios.lowerQuartile()).isEqualTo(1);
        assertThat(ratios.upperQuartile()).isEqualTo(3);
    }

    @Test
    void pairsAreNotMixed() {
        Ratios ratios = Ratios.of(List.of(10.0, 1.0, 100.0, 1.0), List.of(20.0, 2.0, 200.0, 2.0));

        assertThat(ratios.middle()).isEqualTo(0.5);
    }
}
