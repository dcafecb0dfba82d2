package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.DeleteSnapshotRequest;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** DeleteSnapshot. */
@Command(
        name = "delete",
        aliases = "rm",
        description = "Delete a snapshot; what was restored from it stays.",
        footer = {"", "Example:", "  zonal snapshot delete before-upgrade"})
final class SnapshotDelete extends CallCommand {
    @Parameters(paramLabel = "SNAPSHOT", description = "Its id, or the name it was made with.")
    private String snapshot;

    @Mixin
    private SecretsOption secrets;

    @Override
    Shown ask(CsiClient client) {
        Optional<String> id = Names.snapshot(client, snapshot);
        DeleteSnapshotRequest request = DeleteSnapshotRequest.newBuilder()
                .setSnapshotId(id.orElse(snapshot))
                .putAllSecrets(secrets.secrets())
                .build();
        client.controller().deleteSnapshot(request);
        return Shown.done(
                request,
                request.getSnapshotId(),
                id.map(known -> "snapshot " + known + " deleted")
                        .orElse("there is no snapshot " + snapshot + "; nothing to delete"));
    }
}
