package dev.zonal.csi.backend.local.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolSpecTest {
    private static PoolSpec promising(double overcommit) {
        return new PoolSpec("default", Path.of("/pool"), Optional.empty(), overcommit, Set.of());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.5, 1, 1000})
    void aPoolMayPromiseLessOrMoreThanItHas(double overcommit) {
        assertThat(promising(overcommit).overcommit()).isEqualTo(overcommit);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1000.001, Double.NaN, Double.POSITIVE_INFINITY})
    void aRatioThatMakesNoSenseIsRefused(double overcommit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> promising(overcommit))
                .withMessageContaining("over-commit ratio of " + overcommit);
    }
}
