package dev.zonal.csi.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizingTest {
    private static final ByteSize PREFERRED = ByteSize.ofGibibytes(10);
    private static final ByteSize SMALLEST = ByteSize.ofMebibytes(1);

    @ParameterizedTest
    @CsvSource({
        // required, limit, least, size
        "0,       ,          1Mi,  10Gi",
        "0,       5Gi,       1Mi,  5Gi",
        "0,       20Gi,      1Mi,  10Gi",
        "0,       5000000000, 1Mi, 4999999488",
        "1,       ,          1Mi,  1Mi",
        "1Gi,     ,          1Mi,  1Gi",
        "1Gi,     1Gi,       1Mi,  1Gi",
        "1000000000, ,       1Mi,  1000001536",
        "1000000000, 1000001536, 1Mi, 1000001536",
        "10Mi,    ,          300Mi, 300Mi",
        "10Mi,    300Mi,     300Mi, 300Mi",
        "16Ti,    ,          1Mi,  16Ti",
    })
    void aNewVolumeHasTheLeastSizeThatTheRangeAllows(
            String required, @Nullable String limit, String least, String size) {
        ByteSize found = Sizing.IN_BLOCKS.ofNew(range(required, limit), ByteSize.parse(least), "ext4", PREFERRED);

        assertThat(found).isEqualTo(ByteSize.parse(size));
    }

    @ParameterizedTest
    @CsvSource({
        "10Mi,                200Mi,      300Mi, 'limit_bytes 200Mi is less than xfs needs, 300Mi'",
        "1000000000,          1000001535, 1Mi,   'come in steps of 4Ki, and no multiple'",
        "17592186044417,      ,           1Mi,   'more than the largest volume, 16Ti'",
        "9223372036854775807, ,           1Mi,   'more than the largest volume'",
        "9223372036854775807, 9223372036854775807, 1Mi, 'more than the largest volume'",
        "0,                   1,          1Mi,   'limit_bytes 1 is less than xfs needs, 1Mi'",
    })
    void whatNoSizeSatisfiesIsOutOfRangeWithTheReason(
            String required, @Nullable String limit, String least, String reason) {
        assertThatThrownBy(
                        () -> Sizing.IN_BLOCKS.ofNew(range(required, limit), ByteSize.parse(least), "xfs", PREFERRED))
                .isInstanceOf(StorageException.OutOfRange.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aCopyIsAsLargeAsItsSourceUnlessMoreIsAsked() {
        ByteSize source = ByteSize.ofGibibytes(2);

        assertThat(Sizing.IN_BLOCKS.ofCopy(CapacityRange.ANY, source, SMALLEST)).isEqualTo(source);
        assertThat(Sizing.IN_BLOCKS.ofCopy(range("2Gi", "2Gi"), source, SMALLEST))
                .isEqualTo(source);
        assertThat(Sizing.IN_BLOCKS.ofCopy(range("3Gi", null), source, SMALLEST))
                .isEqualTo(ByteSize.ofGibibytes(3));
        assertThat(Sizing.IN_BLOCKS.ofCopy(range("0", "4Gi"), source, SMALLEST)).isEqualTo(source);
    }

    @ParameterizedTest
    @CsvSource({
        // required, limit, least, source
        "10Mi,       ,      300Mi, 300Mi",
        "10Mi,       1Gi,   300Mi, 300Mi",
        "1000000000, ,      1Mi,   1000001536",
        "1,          ,      1Mi,   1Mi",
    })
    void theRequestThatMadeTheSourceMakesItsCopy(String required, @Nullable String limit, String least, String source) {
        ByteSize size = Sizing.IN_BLOCKS.ofCopy(range(required, limit), ByteSize.parse(source), ByteSize.parse(least));

        assertThat(size).isEqualTo(ByteSize.parse(source));
    }

    @ParameterizedTest
    @CsvSource({
        "1Gi, , 'a copy is never smaller'",
        "1Gi, 4Gi, 'a copy is never smaller'",
        "0, 1Gi, 'limit_bytes 1Gi is less than the source needs, 2Gi'",
        "9223372036854775807, , 'more than the largest volume'",
    })
    void aCopySmallerThanItsSourceIsOutOfRange(String required, @Nullable String limit, String reason) {
        assertThatThrownBy(() -> Sizing.IN_BLOCKS.ofCopy(range(required, limit), ByteSize.ofGibibytes(2), SMALLEST))
                .isInstanceOf(StorageException.OutOfRange.class)
                .hasMessageContaining(reason);
    }

    @Test
    void anExpansionNeverMakesSmaller() {
        ByteSize present = ByteSize.ofGibibytes(2);

        assertThat(Sizing.IN_BLOCKS.ofExpanded(range("1Gi", null), present)).isEqualTo(present);
        assertThat(Sizing.IN_BLOCKS.ofExpanded(range("2Gi", "2Gi"), present)).isEqualTo(present);
        assertThat(Sizing.IN_BLOCKS.ofExpanded(range("3Gi", "3Gi"), present)).isEqualTo(ByteSize.ofGibibytes(3));
        assertThatThrownBy(() -> Sizing.IN_BLOCKS.ofExpanded(range("1Gi", "1Gi"), present))
                .isInstanceOf(StorageException.OutOfRange.class)
                .hasMessageContaining("limit_bytes 1Gi is less than the volume needs, 2Gi");
    }

    @Property(tries = 5000)
    void aNewVolumesSizeIsTheLeastThatFits(
            @ForAll("anyRange") CapacityRange range,
            @ForAll("size") ByteSize least,
            @ForAll("preferred") ByteSize preferred) {
        ByteSize lowest = ByteSize.max(range.required(), least);

        Optional<ByteSize> size = unlessOutOfRange(() -> Sizing.IN_BLOCKS.ofNew(range, least, "a volume", preferred));

        assertThat(size.isPresent()).isEqualTo(isPossible(lowest, range.limit()));
        size.ifPresent(found -> {
            assertFits(found, range, least);
            if (!range.required().isZero()) {
                assertThat(found.bytes() - lowest.bytes()).isLessThan(Sizing.BLOCK);
            }
        });
    }

    @Property(tries = 5000)
    void aCopysSizeIsTheLeastThatFits(@ForAll("anyRange") CapacityRange range, @ForAll("blocks") ByteSize source) {
        boolean asksLess = !range.required().isZero()
                && source.bytes() - ByteSize.max(range.required(), SMALLEST).bytes() >= Sizing.BLOCK;
        ByteSize lowest = ByteSize.max(range.required(), source);

        Optional<ByteSize> size = unlessOutOfRange(() -> Sizing.IN_BLOCKS.ofCopy(range, source, SMALLEST));

        assertThat(size.isPresent()).isEqualTo(!asksLess && isPossible(lowest, range.limit()));
        size.ifPresent(found -> {
            assertFits(found, range, source);
            assertThat(found.bytes() - lowest.bytes()).isLessThan(Sizing.BLOCK);
        });
    }

    @Property(tries = 5000)
    void anExpandedSizeIsTheLeastThatFits(@ForAll("anyRange") CapacityRange range, @ForAll("blocks") ByteSize present) {
        ByteSize lowest = ByteSize.max(range.required(), present);

        Optional<ByteSize> size = unlessOutOfRange(() -> Sizing.IN_BLOCKS.ofExpanded(range, present));

        assertThat(size.isPresent()).isEqualTo(isPossible(lowest, range.limit()));
        size.ifPresent(found -> {
            assertFits(found, range, present);
            assertThat(found.bytes() - lowest.bytes()).isLessThan(Sizing.BLOCK);
            assertThat(unlessOutOfRange(() -> Sizing.IN_BLOCKS.ofExpanded(range, found)))
                    .contains(found);
        });
    }

    private static void assertFits(ByteSize size, CapacityRange range, ByteSize least) {
        assertThat(range.contains(size)).isTrue();
        assertThat(size.bytes() % Sizing.BLOCK).isZero();
        assertThat(size.bytes()).isBetween(least.bytes(), Sizing.LARGEST.bytes());
    }

    /** Whether a whole number of blocks lies between the two, reckoned without any limit of numbers. */
    private static boolean isPossible(ByteSize lowest, Optional<ByteSize> limit) {
        BigInteger block = BigInteger.valueOf(Sizing.BLOCK);
        BigInteger blocks = BigInteger.valueOf(lowest.bytes())
                .add(block.subtract(BigInteger.ONE))
                .divide(block);
        BigInteger most = BigInteger.valueOf(
                ByteSize.min(Sizing.LARGEST, limit.orElse(Sizing.LARGEST)).bytes());
        return blocks.multiply(block).compareTo(most) <= 0;
    }

    private static Optional<ByteSize> unlessOutOfRange(Supplier<ByteSize> sizing) {
        try {
            return Optional.of(sizing.get());
        } catch (StorageException.OutOfRange refused) {
            return Optional.empty();
        }
    }

    /** Sizes of every magnitude, most of them next to where something changes. */
    @Provide
    Arbitrary<ByteSize> size() {
        Arbitrary<Long> near = Arbitraries.of(
                        1L, Sizing.BLOCK, 1L << 20, 300L << 20, 1L << 30, Sizing.LARGEST.bytes(), Long.MAX_VALUE - 5000)
                .flatMap(
                        landmark -> Arbitraries.longs().between(-5000, 5000).map(step -> Math.max(1, landmark + step)));
        return Arbitraries.oneOf(near, Arbitraries.longs().greaterOrEqual(1)).map(ByteSize::ofBytes);
    }

    @Provide
    Arbitrary<ByteSize> preferred() {
        return size().filter(size -> !size.isMoreThan(Sizing.LARGEST));
    }

    @Provide
    Arbitrary<ByteSize> blocks() {
        return Arbitraries.oneOf(
                        Arbitraries.longs().between(1, 1000),
                        Arbitraries.longs().between(1, Sizing.LARGEST.bytes() / Sizing.BLOCK))
                .map(count -> ByteSize.ofBytes(count * Sizing.BLOCK));
    }

    @Provide
    Arbitrary<CapacityRange> anyRange() {
        Arbitrary<ByteSize> required = Arbitraries.oneOf(Arbitraries.just(ByteSize.ZERO), size());
        Arbitrary<Optional<ByteSize>> limit = size().optional(0.7);
        return Combinators.combine(required, limit)
                .as((least, most) -> new CapacityRange(
                        most.map(end -> ByteSize.min(least, end)).orElse(least), most));
    }

    private static CapacityRange range(String required, @Nullable String limit) {
        return new CapacityRange(
                ByteSize.parse(required), Optional.ofNullable(limit).map(ByteSize::parse));
    }
}
