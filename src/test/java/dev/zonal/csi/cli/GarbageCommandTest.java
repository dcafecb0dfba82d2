package dev.zonal.csi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.cli.Shell.Answer;
import dev.zonal.csi.v1.Finding.Kind;
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
        driver.maintenance.add(Kind.DEVICE, "/dev/loop7", "losetup -d /dev/loop7");
        driver.maintenance.add(Kind.FILE, "/pool/volumes/a copy", "rm -r -- '/pool/volumes/a copy'");
        driver.maintenance.add(Kind.OBJECT, "/pool/volumes/broken", "");

        Answer answer = shell.type("gc");

        assertThat(answer.exitCode()).isEqualTo(9);
        assertThat(answer.out()).isEqualTo("""
                KIND     SIZE   PATH                   WHY
                device   4Ki    /dev/loop7             it is nobody's; look at it
                file     4Ki    /pool/volumes/a copy   it is nobody's; look at it
                object   4Ki    /pool/volumes/broken   it is nobody's; look at it

                What removes them, where the driver runs, once you have looked at each:
                  losetup -d /dev/loop7
                  rm -r -- '/pool/volumes/a copy'
                """);
        assertThat(json(shell.type("gc -o json")).at("/findings/0/command").asString())
                .isEqualTo("losetup -d /dev/loop7");
    }

    @Test
    void whereNoCommandHelpsNoneIsPromised() {
        driver.maintenance.add(Kind.OBJECT, "/pool/volumes/broken", "");

        Answer answer = shell.type("gc");

        assertThat(answer.exitCode()).isEqualTo(9);
        assertThat(answer.out()).contains("/pool/volumes/broken").doesNotContain("What removes them");
    }
}
