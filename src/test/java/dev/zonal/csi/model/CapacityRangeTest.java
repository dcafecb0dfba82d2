package dev.zonal.csi.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CapacityRangeTest {
    private static final ByteSize ONE = ByteSize.ofGibibytes(1);
    private static final ByteSize TWO = ByteSize.ofGibibytes(2);

    @Test
    void aRangeThatEndsBeforeItBeginsIsRefused() {
        assertThatThrownBy(() -> new CapacityRange(TWO, Optional.of(ONE)))
                .isInstanceOf(StorageException.InvalidArgument.class)
                .hasMessage("capacity_range: required_bytes 2Gi is more than limit_bytes 1Gi");
    }

    @Test
    void aRangeIsWrittenAsAPersonWouldSayIt() {
        assertThat(new CapacityRange(ONE, Optional.of(TWO))).hasToString("1Gi to 2Gi");
        assertThat(CapacityRange.atLeast(ONE)).hasToString("at least 1Gi");
    }

    @Property
    void aRangeContainsItsEndsAndWhatLiesBetween(
            @ForAll @LongRange(min = 0, max = 100) long required,
            @ForAll @LongRange(min = 0, max = 100) long more,
            @ForAll @LongRange(min = 0, max = 300) long size) {
        CapacityRange range =
                new CapacityRange(ByteSize.ofBytes(required), Optional.of(ByteSize.ofBytes(required + more)));

        assertThat(range.contains(ByteSize.ofBytes(size))).isEqualTo(size >= required && size <= required + more);
    }

    @Property
    void aRangeWithoutALimitHasNoEnd(@ForAll @LongRange(min = 0) long required, @ForAll @LongRange(min = 0) long size) {
        boolean contained = CapacityRange.atLeast(ByteSize.ofBytes(required)).contains(ByteSize.ofBytes(size));

        assertThat(contained).isEqualTo(size >= required);
    }
}
