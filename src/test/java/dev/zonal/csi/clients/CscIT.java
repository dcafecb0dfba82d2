package dev.zonal.csi.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.driver.HostTraces;
import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.host.RealHost;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole session with every command of csc, in both forks that are in use, against the program as it ships. */
@RealHost
final class CscIT {
    /** The secret that the session sends along. */
    private static final String SECRET = "hush-hush";

    @ParameterizedTest
    @ValueSource(strings = {"rexray", "dell"})
    void everyCommandOfCscAnswersAsItShould(String fork) throws Exception {
        try (RealDriver driver = RealDriver.start("--log-level", "debug")) {
            Path work = Files.createDirectory(driver.folder().resolve("csc"));

            Process session = new ProcessBuilder(
                            "sanity-tests/csc-session", fork, driver.socket().toString(), work.toString())
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(session.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(session.waitFor()).as(printed).isZero();
            assertThat(Files.readString(driver.log())).doesNotContain(SECRET);
            assertThat(HostTraces.loopsBelow(driver.folder())).hasSize(1);
        }
    }
}
