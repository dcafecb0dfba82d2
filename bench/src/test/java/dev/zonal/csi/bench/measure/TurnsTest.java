package dev.zonal.csi.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TurnsTest {
    @Test
    void actionsTakeTurnsAndTheFirstRoundsDoNotCount() throws Exception {
        List<String> order = new ArrayList<>();
        Turns turns = new Turns()
                .timed("a", round -> order.add("a" + round))
                .untimed(round -> order.add("-" + round))
                .timed("b", round -> order.add("b" + round));

        Keyed<String, Samples> took = turns.run(1, 2);

        assertThat(order).containsExactly("a0", "-0", "b0", "a1", "-1", "b1", "a2", "-2", "b2");
        assertThat(took.get("a").count()).isEqualTo(2);
    }
}
