package dev.zonal.csi.backend.local.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.backend.local.space.BusyPool.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Whatever is made, copied, cut, grown, removed and written, and whatever others write beside it: no writer is ever
 * refused a byte that was promised, what is reserved is what is listed, and nothing is offered that is not there.
 */
class SpacePromiseTest {
    private static final int STEPS = Integer.getInteger("space.steps", 6_000);
    private static final long SEED = Long.getLong("space.seed", 1);
    private static final int STEPS_OF_A_POOL = 1_000;

    @Test
    void whatIsPromisedIsThere() {
        SplittableRandom seeds = new SplittableRandom(SEED);
        for (int done = 0; done < STEPS; done += STEPS_OF_A_POOL) {
            long seed = seeds.nextLong();
            BusyPool pool = new BusyPool(new SplittableRandom(seed));
            List<Kind> steps = new ArrayList<>();
            try {
                for (int step = 0; step < STEPS_OF_A_POOL; step++) {
                    steps.add(pool.step());
                }
            } catch (AssertionError | RuntimeException failure) {
                List<Kind> last = steps.subList(Math.max(0, steps.size() - 10), steps.size());
                throw new AssertionError(
                        "pool " + done / STEPS_OF_A_POOL + " of seed " + SEED + ", step " + steps.size() + ", after "
                                + last,
                        failure);
            }
            assertThat(pool.done).as("every kind of call was done").containsExactlyInAnyOrder(Kind.values());
        }
    }
}
