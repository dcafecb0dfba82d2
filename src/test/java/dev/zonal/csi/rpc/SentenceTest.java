package dev.zonal.csi.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentenceTest {
    @Test
    void whatFitsIsToldWhole() {
        String fits = "x".repeat(2000);

        assertThat(Sentence.bounded(fits)).isEqualTo(fits);
    }

    @Test
    void whatIsLongerIsCutAndSaysSo() {
        assertThat(Sentence.bounded("x".repeat(2001))).isEqualTo("x".repeat(2000) + "...");
    }

    @Test
    void aCharacterThatTheCutGoesThroughIsMarked() {
        assertThat(Sentence.bounded("x".repeat(1999) + "é")).isEqualTo("x".repeat(1999) + "\uFFFD...");
    }
}
