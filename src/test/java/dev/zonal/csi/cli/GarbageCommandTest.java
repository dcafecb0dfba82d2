package dev.zonal.csi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.cli.Shell.Answer;
import dev.zonal.csi.v1.Finding.Kind;
import dev.zonal.csi.v1.Finding.Outcome;
import org.junit.jupiter.api.Test;

final class GarbageCommandTest extends DriverTest {
    @Test
    void nothingFoundIsSaidAndEndsWithZero() {
        Answer answer = shell.type("gc");

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out()).startsWith("Nothing was found");
    }

    @Test
    void whatIsFoundIsShownWithItsReasonAndEndsWithNine() {
        driver.maintenance.add(Kind.DEVICE, "/dev/loop7", Outcome.FOUND);
        driver.maintenance.add(Kind.FILE, "/pool/volumes/copy", Outcome.TO_BE_NAMED);
        driver.maintenance.add(Kind.OBJECT, "/pool/volumes/broken", Outcome.KEPT);

        Answer answer = shell.type("gc");

        assertThat(answer.exitCode()).isEqualTo(9);
        assertThat(answer.out()).isEqualTo("""
                OUTCOME                          KIND     SIZE   PATH                   WHY
                found: --apply removes it        device   4Ki    /dev/loop7             it is nobody's; look at it
                found: --apply PATH removes it   file     4Ki    /pool/volumes/copy     it is nobody's; look at it
                kept                             object   4Ki    /pool/volumes/broken   it is nobody's; look at it
                """);
    }

    @Test
    void appliedItEndsWithZeroOnlyWhenNothingIsLeft() {
        driver.maintenance.add(Kind.DEVICE, "/dev/loop7", Outcome.FOUND);
        driver.maintenance.add(Kind.FILE, "/pool/volumes/copy", Outcome.TO_BE_NAMED);

        Answer partly = shell.type("gc --apply");
        Answer wholly = shell.type("gc --apply /pool/volumes/copy");

        assertThat(partly.exitCode()).isEqualTo(9);
        assertThat(partly.out()).contains("removed").contains("--apply PATH removes it");
        assertThat(wholly.exitCode()).isZero();
        assertThat(json(shell.type("gc -o json")).get("findings")).isEmpty();
    }

    @Test
    void aPathWithoutApplyIsAMisuse() {
        Answer answer = shell.type("gc /pool/volumes/copy");

        assertThat(answer.exitCode()).isEqualTo(3);
        assertThat(answer.err()).contains("only with --apply");
    }
}
