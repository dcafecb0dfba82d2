package dev.zonal.csi.backend.local.stray;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShellCommandTest {
    @Test
    void aPlainPathIsNotQuoted() {
        assertThat(ShellCommand.of("losetup -d", Path.of("/dev/loop7"))).contains("losetup -d /dev/loop7");
    }

    /** A real shell reads it as one word, and as that one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/p/a b",
                "/p/it's",
                "/p/$(reboot)",
                "/p/`id`",
                "/p/*",
                "/p/a;b|c&d",
                "/p/\\",
                "/p/~",
                "/p/ü",
                "/p/\"",
                "/p/!x"
            })
    void aShellReadsThePathAsItIs(String path) throws Exception {
        String command = ShellCommand.of("printf '<%s>'", Path.of(path)).orElseThrow();

        Process shell = new ProcessBuilder("/bin/sh", "-c", command).start();

        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("<" + path + ">");
        assertThat(shell.waitFor()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/p/a\nrm -rf b", "/p/\u001b[2J", "/p/\t"})
    void whatATerminalWouldChangeIsInNoCommand(String path) {
        assertThat(ShellCommand.of("rm -r --", Path.of(path))).isEmpty();
    }
}
