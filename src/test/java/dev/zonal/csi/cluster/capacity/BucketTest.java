package dev.zonal.csi.cluster.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.model.ByteSize;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** The row of sizes that stand for all others. */
final class BucketTest {
    private static Bucket of(long bytes) {
        return Bucket.of(ByteSize.ofBytes(bytes));
    }

    @Property
    void nothingIsOverstatedAndNothingUnderstatedByMoreThanSixteenPercent(@ForAll @LongRange(min = 1024) long bytes) {
        long said = of(bytes).size().bytes();

        assertThat(said).isLessThanOrEqualTo(bytes);
        assertThat((double) said).isGreaterThanOrEqualTo(0.84 * bytes);
    }

    @Property
    void moreRoomIsNeverALowerBucket(@ForAll @Size(2) long[] sizes) {
        long one = sizes[0] & Long.MAX_VALUE;
        long two = sizes[1] & Long.MAX_VALUE;

        assertThat(of(Math.min(one, two))).isLessThanOrEqualTo(of(Math.max(one, two)));
    }

    @Property
    void whatALabelSaysIsReadBack(@ForAll @LongRange(min = 0) long bytes) {
        Bucket bucket = of(bytes);

        assertThat(Bucket.parse(bucket.toString())).isEqualTo(Optional.of(bucket));
        assertThat(bucket.toString()).matches("[A-Za-z0-9]{1,63}");
        assertThat(Bucket.of(bucket.size())).isEqualTo(bucket);
    }

    @Example
    void thereAreFourToTheOctave() {
        assertThat(of(1L << 30)).hasToString("1Gi");
        assertThat(of((1217L << 20) - 1)).hasToString("1Gi");
        assertThat(of(1217L << 20)).hasToString("1217Mi");
        assertThat(of(1448L << 20)).hasToString("1448Mi");
        assertThat(of(1722L << 20)).hasToString("1722Mi");
        assertThat(of((2L << 30) - 1)).hasToString("1722Mi");
        assertThat(of(2L << 30)).hasToString("2Gi");
        assertThat(of(1023)).isEqualTo(Bucket.NONE);
        assertThat(of(0)).isEqualTo(Bucket.NONE);
        assertThat(of(Long.MAX_VALUE)).hasToString("6888Pi");
    }

    @Example
    void whatSomebodyElseWroteMeansNone() {
        assertThat(Bucket.parse("")).isEmpty();
        assertThat(Bucket.parse("much")).isEmpty();
        assertThat(Bucket.parse("3Gi")).isEmpty();
        assertThat(Bucket.parse("0")).isEqualTo(Optional.of(Bucket.NONE));
    }
}
