package dev.zonal.csi.cluster.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Provisioning;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** When a label changes as room comes and goes. */
final class SteadyBucketsTest {
    private static final Spot SPOT = new Spot("n1", new Space("default", Provisioning.THIN));

    private final SteadyBuckets steady = new SteadyBuckets();
    private long now = -5;
    private Bucket published = Bucket.NONE;

    private static Bucket bucket(long gibibytes) {
        return Bucket.of(ByteSize.ofGibibytes(gibibytes));
    }

    private Bucket after(Duration time, long gibibytes) {
        now += time.toNanos();
        published = steady.settle(Map.of(SPOT, published), Map.of(SPOT, bucket(gibibytes)), now)
                .getOrDefault(SPOT, Bucket.NONE);
        return published;
    }

    @Example
    void lessIsSaidAtOnceAndMoreWhenItStays() {
        assertThat(after(Duration.ZERO, 16)).isEqualTo(bucket(16));
        assertThat(after(Duration.ofSeconds(1), 8)).isEqualTo(bucket(8));
        assertThat(after(Duration.ofSeconds(1), 16)).isEqualTo(bucket(8));
        assertThat(after(Duration.ofSeconds(9), 16)).isEqualTo(bucket(8));
        assertThat(after(Duration.ofSeconds(1), 16)).isEqualTo(bucket(16));
    }

    @Example
    void ofWhatCameAndWentInBetweenTheLeastIsSaid() {
        after(Duration.ZERO, 4);
        after(Duration.ofSeconds(1), 64);
        after(Duration.ofSeconds(5), 8);
        assertThat(after(Duration.ofSeconds(5), 64)).isEqualTo(bucket(8));
    }

    @Example
    void aMomentOfLessBeginsTheWaitAnew() {
        after(Duration.ZERO, 4);
        after(Duration.ofSeconds(1), 8);
        after(Duration.ofSeconds(5), 4);
        after(Duration.ofSeconds(1), 8);
        assertThat(after(Duration.ofSeconds(9), 8)).isEqualTo(bucket(4));
        assertThat(after(Duration.ofSeconds(1), 8)).isEqualTo(bucket(8));
    }

    @Example
    void aNodeThatIsBackNeedNotWait() {
        after(Duration.ZERO, 4);
        assertThat(after(Duration.ofSeconds(1), 0)).isEqualTo(Bucket.NONE);
        assertThat(after(Duration.ofSeconds(1), 4)).isEqualTo(bucket(4));
    }

    @Property(tries = 300)
    void itNeverSaysMoreThanThereIsAndAllOfItWhenNothingMoves(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 64) Integer> sizes) {
        published = Bucket.NONE;
        for (int size : sizes) {
            assertThat(after(Duration.ofSeconds(2), size)).isLessThanOrEqualTo(bucket(size));
        }
        after(Duration.ofSeconds(1), sizes.getLast());
        assertThat(after(Duration.ofSeconds(10), sizes.getLast()))
                .satisfiesAnyOf(
                        said -> assertThat(said).isEqualTo(bucket(sizes.getLast())),
                        // A rise whose least was lower: the rest comes after the next wait.
                        said -> {
                            after(Duration.ZERO, sizes.getLast());
                            assertThat(after(Duration.ofSeconds(10), sizes.getLast()))
                                    .isEqualTo(bucket(sizes.getLast()));
                        });
    }
}
