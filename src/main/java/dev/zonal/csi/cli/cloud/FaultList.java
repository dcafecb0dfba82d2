package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cloud.wire.CloudConnection;
import picocli.CommandLine.Command;

/** ListFaults. */
@Command(
        name = "list",
        aliases = "ls",
        description = "List the planned faults, and how many calls each has met.",
        footer = {"", "Example:", "  zonal cloud fault list"})
final class FaultList extends CloudCommand {
    @Override
    Shown ask(CloudConnection connection) {
        return FaultAnswers.of(connection.control().faults());
    }
}
