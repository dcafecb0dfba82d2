package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cloud.DiskSnapshotId;
import dev.zonal.csi.cloud.v1.DeleteDiskSnapshotRequest;
import dev.zonal.csi.cloud.wire.CloudConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** DeleteDiskSnapshot. */
@Command(
        name = "delete",
        aliases = "rm",
        description = "Delete a snapshot. Disks that were made from it stay.",
        footer = {"", "Example:", "  zonal cloud snapshot delete $SNAPSHOT"})
final class DiskSnapshotDelete extends CloudCommand {
    @Parameters(paramLabel = "SNAPSHOT", description = "Its id.")
    private String snapshot;

    @Mixin
    private TokenOption token;

    @Override
    Shown ask(CloudConnection connection) {
        cloud(connection).deleteSnapshot(new DiskSnapshotId(snapshot), token.token());
        return Shown.done(
                DeleteDiskSnapshotRequest.newBuilder().setSnapshot(snapshot).build(),
                snapshot,
                "snapshot " + snapshot + " deleted");
    }
}
