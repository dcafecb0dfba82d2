package dev.zonal.csi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What {@code zonal fleet unlabel} says where it can't do its work; the work itself is tested where it is done. */
final class FleetUnlabelCommandTest {
    private final StringWriter said = new StringWriter();

    private int run(String... words) {
        return new CommandLine(new FleetUnlabelCommand(Map.of()))
                .setErr(new PrintWriter(said, true))
                .execute(words);
    }

    @Test
    void outsideOfAClusterThereAreNoNodes() {
        assertThat(run("--driver-name", "local.csi.zonal.dev")).isEqualTo(1);
        assertThat(said.toString()).startsWith("zonal: ").contains("only a pod of a cluster");
    }

    @Test
    void whoseLabelsTheyAreHasToBeSaid() {
        assertThat(run()).isEqualTo(2);
        assertThat(said.toString()).contains("--driver-name");
    }
}
