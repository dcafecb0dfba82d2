package dev.zonal.csi.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MutantTest {
    /** So that whoever changes the source hears of it at once, and not from the long run. */
    @Test
    void everyMutantStillAppliesAndSaysWhatItWouldCost() throws Exception {
        List<Mutant> all = Mutant.all();

        assertThat(all).hasSizeGreaterThanOrEqualTo(20).allSatisfy(mutant -> {
            assertThatCode(mutant::applied).doesNotThrowAnyException();
            assertThat(mutant.with()).as(mutant.name()).isNotEqualTo(mutant.without());
            assertThat(mutant.cost()).as(mutant.name()).matches("[A-Z].*\\.");
        });
    }
}
