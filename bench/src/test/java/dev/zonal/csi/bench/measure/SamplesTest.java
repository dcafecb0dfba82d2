package dev.zonal.csi.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class SamplesTest {
    private static final long MILLISECOND = 1_000_000;

    @Test
    void quantilesAreOfWhatWasSeen() {
        Samples samples = Samples.of(LongStream.rangeClosed(1, 100).map(number -> (101 - number) * MILLISECOND));

        assertThat(samples.medianMillis()).isEqualTo(50);
        assertThat(samples.p99Millis()).isEqualTo(99);
        assertThat(samples.longestMillis()).isEqualTo(100);
    }

    @Test
    void twoAreOneWhenTheyArePutTogether() {
        Samples both = Samples.of(LongStream.of(MILLISECOND)).plus(Samples.of(LongStream.of(3 * MILLISECOND)));

        assertThat(both.count()).isEqualTo(2);
        assertThat(both.longestMillis()).isEqualTo(3);
    }

    @Test
    void nothingSeenIsNoNumber() {
        assertThat(Samples.of(LongStream.empty()).medianMillis()).isNaN();
    }
}
