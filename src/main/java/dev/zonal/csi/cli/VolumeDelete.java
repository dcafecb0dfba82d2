package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.DeleteVolumeRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** DeleteVolume. */
@Command(
        name = "delete",
        aliases = "rm",
        description = "Delete a volume; its snapshots and clones stay.",
        footer = {"", "Example:", "  zonal volume delete vol-…"})
final class VolumeDelete extends CallCommand {
    @Parameters(paramLabel = "VOLUME", description = "Its id.")
    private String volume;

    @Mixin
    private SecretsOption secrets;

    @Override
    Shown ask(CsiClient client) {
        DeleteVolumeRequest request = DeleteVolumeRequest.newBuilder()
                .setVolumeId(volume)
                .putAllSecrets(secrets.secrets())
                .build();
        client.controller().deleteVolume(request);
        return Shown.done(request, volume, "volume " + volume + " deleted");
    }
}
