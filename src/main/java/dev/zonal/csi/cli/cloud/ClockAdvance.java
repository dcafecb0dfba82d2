package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cloud.wire.CloudConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** AdvanceClock. */
@Command(
        name = "advance",
        description = "Let so much time pass at once.",
        footer = {"", "Example:", "  zonal cloud clock advance 10m"})
final class ClockAdvance extends CloudCommand {
    @Parameters(paramLabel = "DURATION", description = "How much: 500ms, 30s, 10m, 24h.")
    private Duration by;

    @Override
    Shown ask(CloudConnection connection) {
        Instant now = connection.control().advanceClock(by);
        return new Shown(
                Map.of("now", now.toString()), List.of(now.toString()), _ -> "it is " + now + " in the cloud\n", 0);
    }
}
