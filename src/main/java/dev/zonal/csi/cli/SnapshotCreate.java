package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.CreateSnapshotRequest;
import dev.zonal.csi.v1.Snapshot;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** CreateSnapshot. */
@Command(
        name = "create",
        description = "Cut a snapshot of a volume, in use or not.",
        footer = {"", "Example:", "  zonal snapshot create before-upgrade --volume db"})
final class SnapshotCreate extends CallCommand {
    @Parameters(paramLabel = "NAME", description = "A name for it; the same name gives the same snapshot again.")
    private String name;

    @Option(
            names = {"--volume", "--source"},
            required = true,
            paramLabel = "VOLUME",
            description = "The volume to cut it from.")
    private String source;

    @Option(
            names = "--frozen",
            description = "Freeze the mounted filesystem around the cut, so that no write falls into it.")
    private boolean frozen;

    @Option(
            names = "--param",
            paramLabel = "KEY=VALUE",
            description = "Any parameter of a VolumeSnapshotClass; repeat it for more.")
    private Map<String, String> parameters = Map.of();

    @Mixin
    private SecretsOption secrets;

    @Override
    Shown ask(CsiClient client) {
        CreateSnapshotRequest.Builder request = CreateSnapshotRequest.newBuilder()
                .setName(name)
                .setSourceVolumeId(Names.volumeOrSaid(client, source))
                .putAllParameters(parameters)
                .putAllSecrets(secrets.secrets());
        if (frozen) {
            request.putParameters("consistency", "frozen");
        }
        Snapshot snapshot = client.controller().createSnapshot(request.build()).getSnapshot();
        return Shown.of(
                snapshot, List.of(snapshot.getSnapshotId()), SnapshotTable.of(List.of(snapshot), KnownNames.NONE));
    }
}
