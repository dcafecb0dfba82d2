package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.NodePublishVolumeRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** NodePublishVolume. */
@Command(
        name = "publish",
        description = "Show a staged volume at the path where a workload sees it.",
        footer = {"", "Example:", "  zonal node publish db /var/lib/zonal/staging/db /srv/db"})
final class NodePublish extends CallCommand {
    @Parameters(
            index = "0",
            paramLabel = "VOLUME",
            description = "Its id, the name it was made with, or NAMESPACE/NAME of its claim.")
    private String volume;

    @Parameters(index = "1", paramLabel = "STAGING_PATH", description = "Where the volume is staged.")
    private Path stagingPath;

    @Parameters(
            index = "2",
            paramLabel = "TARGET_PATH",
            description = "Where it is to be seen; the driver makes it, and its parent is made where it is missing.")
    private Path targetPath;

    @Option(names = "--readonly", description = "Nobody may write there.")
    private boolean readonly;

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
        Path target = Folders.absolute(targetPath);
        Folders.makeParent(target);
        NodePublishVolumeRequest request = NodePublishVolumeRequest.newBuilder()
                .setVolumeId(Names.volumeOrSaid(client, volume))
                .setStagingTargetPath(Folders.absolute(stagingPath).toString())
                .setTargetPath(target.toString())
                .setVolumeCapability(capability.capability(mountFlags))
                .setReadonly(readonly)
                .putAllVolumeContext(context)
                .putAllSecrets(secrets.secrets())
                .build();
        client.node().nodePublishVolume(request);
        return Shown.done(request, request.getVolumeId(), "volume " + volume + " published at " + target);
    }
}
