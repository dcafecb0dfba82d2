package dev.zonal.csi.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.driver.HostTraces;
import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.driver.RealFleet;
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
            assertThatTheSessionPasses(fork, driver, driver);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rexray", "dell"})
    void everyCommandOfCscAnswersAsItShouldThroughAController(String fork) throws Exception {
        try (RealFleet fleet = RealFleet.ofOneNode("--log-level", "debug")) {
            assertThatTheSessionPasses(fork, fleet.controllers().getFirst(), fleet.agent("n1"));
        }
    }

    private static void assertThatTheSessionPasses(String fork, RealDriver controller, RealDriver node)
            throws Exception {
        Path work = Files.createDirectory(node.folder().resolve("csc"));

        Process session = new ProcessBuilder(
                        "sanity-tests/csc-session",
                        fork,
                        controller.socket().toString(),
                        work.toString(),
                        node.socket().toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(session.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(session.waitFor()).as(printed).isZero();
        assertThat(Files.readString(controller.log())).doesNotContain(SECRET);
        assertThat(Files.readString(node.log())).doesNotContain(SECRET);
        assertThat(HostTraces.loopsBelow(node.folder())).hasSize(1);
    }
}
