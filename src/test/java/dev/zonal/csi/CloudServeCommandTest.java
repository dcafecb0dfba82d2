package dev.zonal.csi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.config.ValueParsers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What {@code zonal cloud serve} does not begin, because it would let in who must not be let in. */
final class CloudServeCommandTest {
    @TempDir
    private Path folder;

    private String refused(String line) {
        return refused(2, line);
    }

    private String refused(int exitCode, String line) {
        StringWriter said = new StringWriter();
        int code = new CommandLine(new CloudServeCommand())
                .registerConverter(ControlAddress.class, ControlAddress::parse)
                .registerConverter(InetSocketAddress.class, ValueParsers::address)
                .setErr(new PrintWriter(said, true))
                .execute((line + " --folder " + folder.resolve("cloud")).split(" "));
        assertThat(code).isEqualTo(exitCode);
        assertThat(folder.resolve("cloud")).doesNotExist();
        return said.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--listen tcp://127.0.0.1:9|it needs --tls-certificate, --tls-key and --token-file",
                "--listen tcp://127.0.0.1:9 --token-file t|it needs --tls-certificate, --tls-key and --token-file",
                "--listen tcp://127.0.0.1:9 --tls-certificate c --tls-key k|and --token-file",
                "--listen /run/a.sock --listen tcp://127.0.0.1:9|and --token-file",
                "--tls-certificate c|say both, or none of them",
                "--console-write|needs --http, where the console is, and --token-file",
                "--console-write --http 127.0.0.1:9|needs --http, where the console is, and --token-file",
                "--http 0.0.0.0:9|needs --tls-certificate and --tls-key; or write 127.0.0.1:9"
            })
    void aDoorThatIsOpenToTheWrongPeopleIsNamed(String line, String sentence) {
        assertThat(refused(line)).contains(sentence);
    }

    @Test
    void aPlaceThatIsTakenIsNamedWithTheFlagForAnother() throws Exception {
        Path taken = Files.writeString(folder.resolve("taken"), "no socket");

        assertThat(refused(1, "--listen " + taken))
                .contains(taken + " exists and is not a socket; remove it or choose another --listen");
    }

    @Test
    void aTokenThatIsGuessedIsNone() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "short");

        assertThat(refused("--http 127.0.0.1:9 --console-write --token-file " + token))
                .contains("holds no token: one line of 16 or more")
                .doesNotContain("short\n");
        assertThat(refused("--http 127.0.0.1:9 --console-write --token-file " + folder.resolve("none")))
                .contains("can't be read");
    }
}
