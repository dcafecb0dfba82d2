package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.DeleteSnapshotRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** DeleteSnapshot. */
@Command(
        name = "delete",
        aliases = "rm",
        description = "Delete a snapshot; what was restored from it stays.",
        footer = {"", "Example:", "  zonal snapshot delete snap-…"})
final class SnapshotDelete extends CallCommand {
    @Parameters(paramLabel = "SNAPSHOT", description = "Its id.")
    private String snapshot;

    @Mixin
    private SecretsOption secrets;

    @Override
    Shown ask(CsiClient client) {
        DeleteSnapshotRequest request = DeleteSnapshotRequest.newBuilder()
                .setSnapshotId(snapshot)
                .putAllSecrets(secrets.secrets())
                .build();
        client.controller().deleteSnapshot(request);
        return Shown.done(request, snapshot, "snapshot " + snapshot + " deleted");
    }
}
