package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.NodeUnstageVolumeRequest;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** NodeUnstageVolume. */
@Command(
        name = "unstage",
        description = "Take a volume away from this node; all its data is on the disk then.",
        footer = {"", "Example:", "  zonal node unstage db /var/lib/zonal/staging/db"})
final class NodeUnstage extends CallCommand {
    @Parameters(
            index = "0",
            paramLabel = "VOLUME",
            description = "Its id, the name it was made with, or NAMESPACE/NAME of its claim.")
    private String volume;

    @Parameters(index = "1", paramLabel = "STAGING_PATH", description = "Where it is staged.")
    private Path stagingPath;

    @Override
    Shown ask(CsiClient client) {
        NodeUnstageVolumeRequest request = NodeUnstageVolumeRequest.newBuilder()
                .setVolumeId(Names.volumeOrSaid(client, volume))
                .setStagingTargetPath(Folders.absolute(stagingPath).toString())
                .build();
        client.node().nodeUnstageVolume(request);
        return Shown.done(
                request,
                request.getVolumeId(),
                "volume " + volume + " unstaged from " + request.getStagingTargetPath());
    }
}
