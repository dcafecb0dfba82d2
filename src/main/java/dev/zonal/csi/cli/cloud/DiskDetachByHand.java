package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.v1.DetachByHandRequest;
import dev.zonal.csi.cloud.wire.CloudConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** DetachByHand. */
@Command(
        name = "detach-by-hand",
        description = "Take a disk from all its instances at once, as somebody at a console would.",
        footer = {"", "Example:", "  zonal cloud disk detach-by-hand $DISK"})
final class DiskDetachByHand extends CloudCommand {
    @Parameters(paramLabel = "DISK", description = "Its id.")
    private String disk;

    @Override
    Shown ask(CloudConnection connection) {
        connection.control().detachByHand(new DiskId(disk));
        return Shown.done(
                DetachByHandRequest.newBuilder().setDisk(disk).build(), disk, "disk " + disk + " is on no instance");
    }
}
