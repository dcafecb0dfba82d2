package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.NodeStageVolumeRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** NodeStageVolume. */
@Command(
        name = "stage",
        description = "Bring a volume to this node: device, filesystem, mount at a staging path.",
        footer = {"", "Example:", "  zonal node stage db /var/lib/zonal/staging/db"})
final class NodeStage extends CallCommand {
    @Parameters(
            index = "0",
            paramLabel = "VOLUME",
            description = "Its id, the name it was made with, or NAMESPACE/NAME of its claim.")
    private String volume;

    @Parameters(index = "1", paramLabel = "STAGING_PATH", description = "A directory; it is made where it is missing.")
    private Path stagingPath;

    @Mixin
    private CapabilityOptions capability;

    @Option(
            names = "--mount-options",
            paramLabel = "OPTION[,...]",
            split = ",",
            description = "Options for this mount.")
    private List<String> mountFlags = List.of();

    @Option(
            names = "--volume-context",
            paramLabel = "KEY=VALUE",
            description = "What CreateVolume answered as volume_context; repeat it for more.")
    private Map<String, String> context = Map.of();

    @Mixin
    private SecretsOption secrets;

    @Override
    Shown ask(CsiClient client) {
        NodeStageVolumeRequest request = NodeStageVolumeRequest.newBuilder()
                .setVolumeId(Names.volumeOrSaid(client, volume))
                .setStagingTargetPath(Folders.make(stagingPath).toString())
                .setVolumeCapability(capability.capability(mountFlags))
                .putAllVolumeContext(context)
                .putAllSecrets(secrets.secrets())
                .build();
        client.node().nodeStageVolume(request);
        return Shown.done(
                request, request.getVolumeId(), "volume " + volume + " staged at " + request.getStagingTargetPath());
    }
}
