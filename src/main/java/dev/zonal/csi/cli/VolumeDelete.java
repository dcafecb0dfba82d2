package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.DeleteVolumeRequest;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** DeleteVolume. */
@Command(
        name = "delete",
        aliases = "rm",
        description = "Delete a volume; its snapshots and clones stay.",
        footer = {"", "Example:", "  zonal volume delete db"})
final class VolumeDelete extends CallCommand {
    @Parameters(paramLabel = "VOLUME", description = "Its id, or the name it was made with.")
    private String volume;

    @Mixin
    private SecretsOption secrets;

    @Override
    Shown ask(CsiClient client) {
        Optional<String> id = Names.volume(client, volume);
        DeleteVolumeRequest request = DeleteVolumeRequest.newBuilder()
                .setVolumeId(id.orElse(volume))
                .putAllSecrets(secrets.secrets())
                .build();
        client.controller().deleteVolume(request);
        return Shown.done(
                request,
                request.getVolumeId(),
                id.map(known -> "volume " + known + " deleted")
                        .orElse("there is no volume " + volume + "; nothing to delete"));
    }
}
