package dev.zonal.csi.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    private static final List<String> WORDS = List.of("pool", "provisioning", "mkfsOptions", "mountOptions", "fsType");

    @ParameterizedTest
    @CsvSource({
        "pol, pool",
        "Pool, pool",
        "POOL, pool",
        "polo, pool",
        "provisionning, provisioning",
        "provision, provisioning",
        "mountoptions, mountOptions",
        "mkfs-options, mkfsOptions",
        "fstype, fsType",
        "fs_type, fsType",
    })
    void aMisspeltWordLeadsToTheNearestKnownOne(String word, String meant) {
        assertThat(Spelling.nearest(word, WORDS)).contains(meant);
        assertThat(Spelling.hint(word, WORDS)).isEqualTo("; did you mean '" + meant + "'?");
    }

    @ParameterizedTest
    @CsvSource({"encryption", "''", "x", "replicas", "体积"})
    void aWordThatIsNearToNothingGetsNoHint(String word) {
        assertThat(Spelling.nearest(word, WORDS)).isEmpty();
        assertThat(Spelling.hint(word, WORDS)).isEmpty();
    }

    @Test
    void ofTwoThatAreEquallyNearItIsAlwaysTheSame() {
        assertThat(Spelling.nearest("ab", List.of("ac", "aa"))).contains("aa");
        assertThat(Spelling.nearest("ab", List.of("aa", "ac"))).contains("aa");
    }

    @Test
    void nothingIsNearWhereNothingIsKnown() {
        assertThat(Spelling.nearest("pool", List.of())).isEmpty();
    }

    @Property
    void aKnownWordIsItsOwnNearest(@ForAll List<@AlphaChars @StringLength(max = 128) String> words) {
        words.forEach(word -> assertThat(Spelling.nearest(word, words))
                .hasValueSatisfying(nearest -> assertThat(nearest).isEqualToIgnoringCase(word)));
    }

    @Test
    void aHugeWordCostsNothing() {
        String word = "x".repeat(1 << 20);

        Assertions.assertTimeout(Duration.ofSeconds(2), () -> Spelling.nearest(word, WORDS));
    }
}
