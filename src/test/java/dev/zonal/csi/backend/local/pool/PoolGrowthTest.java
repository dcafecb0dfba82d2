package dev.zonal.csi.backend.local.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.backend.local.PoolState;
import dev.zonal.csi.host.PowerCut;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.StorageException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pool in a file that is started with another size than it has. */
@ExtendWith(QuietLogs.class)
class PoolGrowthTest {
    private static final ByteSize SMALL = ByteSize.ofGibibytes(1);
    private static final ByteSize LARGE = ByteSize.ofGibibytes(3);

    private final PoolBench bench = new PoolBench();

    private static PoolSpec sized(ByteSize size) {
        return PoolSpec.of("file", Path.of("/pool.img"), Optional.of(size));
    }

    private static ByteSize total(LocalBackend backend) {
        return backend.pools().getFirst().known().usage().total();
    }

    @Test
    void aLargerSizeMakesItLarger() {
        LocalBackend small = bench.open(sized(SMALL));
        Operation.furnish(bench, small);
        PoolState before = PoolState.of(small);
        assertThat(total(small)).isEqualTo(SMALL);
        small.close();

        LocalBackend large = bench.open(sized(LARGE));

        assertThat(total(large)).isEqualTo(LARGE);
        assertThat(PoolState.of(large)).isEqualTo(before);
        large.close();
    }

    @Test
    void withoutASizeItStaysAsItIs() {
        bench.open(sized(SMALL)).close();

        LocalBackend again = bench.open(PoolSpec.of("file", Path.of("/pool.img"), Optional.empty()));

        assertThat(total(again)).isEqualTo(SMALL);
        again.close();
    }

    @Test
    void aSmallerSizeIsRefusedAndChangesNothing() {
        bench.open(sized(LARGE)).close();

        assertThatExceptionOfType(StorageException.FailedPrecondition.class)
                .isThrownBy(() -> bench.open(sized(SMALL)))
                .withMessageContaining("has 3Gi, and a size of 1Gi is asked for; a pool is never made smaller");

        LocalBackend again = bench.open(sized(LARGE));
        assertThat(total(again)).isEqualTo(LARGE);
        again.close();
    }

    /** Whichever step was the last, the next start brings it to its end. */
    @Test
    void aGrowthThatWasCutOffIsFinished() {
        for (int effects = 0; ; effects++) {
            PoolBench cut = new PoolBench();
            cut.open(sized(SMALL)).close();
            cut.host.faults().cutAfter(effects);
            try {
                cut.open(sized(LARGE));
                assertThat(effects).isGreaterThan(3);
                return;
            } catch (PowerCut stopped) {
                cut.host.kill();
            }

            LocalBackend again = cut.open(sized(LARGE));
            assertThat(total(again)).as("cut after %d effects", effects).isEqualTo(LARGE);
            again.close();
        }
    }
}
