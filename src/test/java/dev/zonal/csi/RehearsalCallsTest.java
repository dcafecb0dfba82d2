package dev.zonal.csi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.RehearsalCalls.Part;
import dev.zonal.csi.host.Commands;
import dev.zonal.csi.host.SimulatedHost;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RehearsalCallsTest {
    @TempDir
    private Path folder;

    private final SimulatedHost host = new SimulatedHost();
    private Driver driver;
    private Path socket;

    @BeforeEach
    void start() {
        socket = folder.resolve("csi.sock");
        driver = new Driver(
                Serve.configuration(List.of(
                        "--endpoint", socket.toString(), "--node-id", "n1", "--topology", "zone=a", "--pool", "/pool")),
                host::ports);
        driver.start("1.0-test");
    }

    @AfterEach
    void stop() {
        driver.stop();
    }

    @Test
    void anotherProcessMakesAVolumeAndASnapshot() {
        Commands.Result result = RehearsalCalls.make(Part.MAKE, socket);

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(objects("volumes")).hasSize(1);
        assertThat(objects("snapshots")).hasSize(1);
    }

    @Test
    void andClearsThemAway() {
        RehearsalCalls.make(Part.MAKE, socket);

        Commands.Result result = RehearsalCalls.make(Part.CLEAR_AWAY, socket);

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(objects("volumes")).isEmpty();
        assertThat(objects("snapshots")).isEmpty();
    }

    private List<String> objects(String kind) {
        return host.ports().files().list(Path.of("/pool", kind));
    }
}
