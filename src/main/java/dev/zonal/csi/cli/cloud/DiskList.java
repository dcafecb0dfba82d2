package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cloud.wire.CloudConnection;
import picocli.CommandLine.Command;

/** ListDisks. */
@Command(
        name = "list",
        aliases = "ls",
        description = "List all disks.",
        footer = {"", "Example:", "  zonal cloud disk list"})
final class DiskList extends CloudCommand {
    @Override
    Shown ask(CloudConnection connection) {
        return DiskAnswers.of(cloud(connection).disks());
    }
}
