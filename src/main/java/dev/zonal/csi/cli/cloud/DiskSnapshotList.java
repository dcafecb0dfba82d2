package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cloud.wire.CloudConnection;
import picocli.CommandLine.Command;

/** ListDiskSnapshots. */
@Command(
        name = "list",
        aliases = "ls",
        description = "List all snapshots.",
        footer = {"", "Example:", "  zonal cloud snapshot list"})
final class DiskSnapshotList extends CloudCommand {
    @Override
    Shown ask(CloudConnection connection) {
        return DiskAnswers.ofSnapshots(cloud(connection).snapshots());
    }
}
