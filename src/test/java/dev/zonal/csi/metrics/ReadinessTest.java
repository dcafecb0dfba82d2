package dev.zonal.csi.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ReadinessTest {
    private static final PoolHealth SERVING = new PoolHealth("a", "serving", "pool 'a' is serving", true);
    private static final PoolHealth SICK = new PoolHealth("b", "sick", "pool 'b' can't be used", false);

    private final Readiness readiness = new Readiness();

    @Test
    void withoutPoolsNothingIsInTheWay() {
        assertThat(readiness.obstacle()).isEmpty();
        assertThat(readiness.impairment()).isEmpty();
    }

    @Test
    void aSickPoolIsNamedAndTakesNobodyOut() {
        readiness.watch(() -> List.of(SERVING, SICK));

        assertThat(readiness.obstacle()).isEmpty();
        assertThat(readiness.impairment()).contains("pool 'b' can't be used");
    }

    @Test
    void whereNoPoolServesTheDriverIsNotReady() {
        readiness.watch(() -> List.of(SICK));

        assertThat(readiness.obstacle()).contains("pool 'b' can't be used");
    }

    @Test
    void whatElseIsInTheWayComesFirst() {
        readiness.watch(() -> List.of(SICK));
        readiness.obstructed("driver", "it is starting");

        assertThat(readiness.obstacle()).contains("driver: it is starting");
        readiness.clear("driver");
        assertThat(readiness.obstacle()).contains("pool 'b' can't be used");
    }
}
