package dev.zonal.csi.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "17, 17",
        "17B, 17",
        "512Mi, 536870912",
        "10Gi, 10737418240",
        "10 GiB, 10737418240",
        "' 10Gi ', 10737418240",
        "1.5Ti, 1649267441664",
        "20G, 20000000000",
        "1k, 1000",
        "1K, 1000",
        "1Ki, 1024",
        "3P, 3000000000000000",
        "16Ti, 17592186044416",
        "7Ei, 8070450532247928832",
        "9E, 9000000000000000000",
        "9223372036854775807, 9223372036854775807",
        "007, 7",
    })
    void quantitiesAreReadAsKubernetesWritesThem(String text, long bytes) {
        assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes));
    }

    @ParameterizedTest
    @CsvSource({"0.5, 1", "1.5, 2", "0.1Ki, 103", "1.1Gi, 1181116007", "0.0, 0"})
    void aPartOfAByteIsAWholeOneAsInKubernetes(String text, long bytes) {
        assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "-1Gi",
                "+1",
                "1e3",
                "Gi",
                "i",
                "B",
                "1Gib",
                "1gib",
                "1 0Gi",
                "1  Gi",
                "10\nGi",
                "10\tGi",
                "1..5Gi",
                "1.Gi",
                ".5Gi",
                "1,5Gi",
                "0x10",
                "NaN",
                "10Gi\0",
                "\u0661\u0662Gi",
                "\uff11\uff10Gi",
                "10Zi",
                "10GiGi",
                "1m",
                "10Gi;rm",
                "../10Gi",
                "null"
            })
    void whatIsNoQuantityIsRefusedWithASentence(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a size")
                .hasMessageContaining("10Gi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8Ei", "9223372036854775808", "99999999999999999999", "9.3E", "99999P", "99999999999Gi"})
    void whatNoNumberCanHoldIsRefusedAsTooLarge(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is more than");
    }

    @Test
    void aHugeTextIsRefusedAtOnceAndNotRepeated() {
        String text = "9".repeat(1 << 20);

        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(300));
    }

    @Property
    void everySizeIsReadBackAsItWasWritten(@ForAll @LongRange(min = 0) long bytes) {
        assertThat(ByteSize.parse(new ByteSize(bytes).toString())).isEqualTo(new ByteSize(bytes));
    }

    @Property
    void everyWholeUnitIsReadBackAsItWasWritten(
            @ForAll @LongRange(min = 0, max = 1 << 20) long count, @ForAll @LongRange(min = 0, max = 4) long power) {
        ByteSize size = new ByteSize(count << (10 * power));

        assertThat(ByteSize.parse(size.toString())).isEqualTo(size);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "1023, 1023",
        "1024, 1Ki",
        "1536, 1536",
        "1572864, 1536Ki",
        "10737418240, 10Gi",
        "1610612736, 1536Mi",
        "17592186044416, 16Ti",
        "1152921504606846976, 1Ei",
        "9223372036854775807, 9223372036854775807",
    })
    void aSizeIsWrittenWithTheLargestUnitThatDividesIt(long bytes, String text) {
        assertThat(new ByteSize(bytes)).hasToString(text);
    }

    @Property
    void aNegativeSizeDoesNotExist(@ForAll @LongRange(min = Long.MIN_VALUE, max = -1) long bytes) {
        assertThatThrownBy(() -> new ByteSize(bytes)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void roundingUpGivesTheLeastMultipleThatIsNotSmaller(
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE / 2) long bytes,
            @ForAll @LongRange(min = 1, max = 1 << 30) long unit) {
        long rounded = new ByteSize(bytes).roundedUpTo(unit).bytes();

        assertThat(rounded % unit).isZero();
        assertThat(rounded - bytes).isBetween(0L, unit - 1);
    }

    @Property
    void roundingDownGivesTheGreatestMultipleThatIsNotLarger(
            @ForAll @LongRange(min = 0) long bytes, @ForAll @LongRange(min = 1, max = 1 << 30) long unit) {
        long rounded = new ByteSize(bytes).roundedDownTo(unit).bytes();

        assertThat(rounded % unit).isZero();
        assertThat(bytes - rounded).isBetween(0L, unit - 1);
    }

    @Property
    void takingAwayNeverGoesBelowZero(@ForAll @LongRange(min = 0) long bytes, @ForAll @LongRange(min = 0) long other) {
        ByteSize left = new ByteSize(bytes).minusOrZero(new ByteSize(other));

        assertThat(left.bytes()).isEqualTo(bytes >= other ? bytes - other : 0);
    }

    @Property
    void sizesAreOrderedByTheirBytes(@ForAll @LongRange(min = 0) long a, @ForAll @LongRange(min = 0) long b) {
        ByteSize left = new ByteSize(a);
        ByteSize right = new ByteSize(b);

        assertThat(Integer.signum(left.compareTo(right))).isEqualTo(Long.compare(a, b));
        assertThat(left.isMoreThan(right)).isEqualTo(a > b);
        assertThat(ByteSize.min(left, right).bytes()).isEqualTo(Math.min(a, b));
        assertThat(ByteSize.max(left, right).bytes()).isEqualTo(Math.max(a, b));
    }
}
