package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.NodeUnpublishVolumeRequest;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** NodeUnpublishVolume. */
@Command(
        name = "unpublish",
        description = "Take a volume away from a path where a workload saw it.",
        footer = {"", "Example:", "  zonal node unpublish db /srv/db"})
final class NodeUnpublish extends CallCommand {
    @Parameters(
            index = "0",
            paramLabel = "VOLUME",
            description = "Its id, the name it was made with, or NAMESPACE/NAME of its claim.")
    private String volume;

    @Parameters(index = "1", paramLabel = "TARGET_PATH", description = "Where it is published.")
    private Path targetPath;

    @Override
    Shown ask(CsiClient client) {
        NodeUnpublishVolumeRequest request = NodeUnpublishVolumeRequest.newBuilder()
                .setVolumeId(Names.volumeOrSaid(client, volume))
                .setTargetPath(Folders.absolute(targetPath).toString())
                .build();
        client.node().nodeUnpublishVolume(request);
        return Shown.done(
                request, request.getVolumeId(), "volume " + volume + " unpublished from " + request.getTargetPath());
    }
}
