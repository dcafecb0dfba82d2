package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.v1.DeleteDiskRequest;
import dev.zonal.csi.cloud.wire.CloudConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** DeleteDisk. */
@Command(
        name = "delete",
        aliases = "rm",
        description = "Delete a disk that is on no instance. Its snapshots stay.",
        footer = {"", "Example:", "  zonal cloud disk delete $DISK"})
final class DiskDelete extends CloudCommand {
    @Parameters(paramLabel = "DISK", description = "Its id.")
    private String disk;

    @Mixin
    private TokenOption token;

    @Override
    Shown ask(CloudConnection connection) {
        cloud(connection).deleteDisk(new DiskId(disk), token.token());
        return Shown.done(
                DeleteDiskRequest.newBuilder().setDisk(disk).build(), disk, "disk " + disk + " is being deleted");
    }
}
