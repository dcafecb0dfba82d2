package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cloud.wire.CloudConnection;
import picocli.CommandLine.Command;

/** ListInstances. */
@Command(
        name = "list",
        aliases = "ls",
        description = "List all instances that run.",
        footer = {"", "Example:", "  zonal cloud instance list"})
final class InstanceList extends CloudCommand {
    @Override
    Shown ask(CloudConnection connection) {
        return InstanceAnswers.of(cloud(connection).instances());
    }
}
