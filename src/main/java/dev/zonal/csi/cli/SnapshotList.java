package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.MessageTree;
import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import dev.zonal.csi.v1.ListSnapshotsResponse;
import dev.zonal.csi.v1.Snapshot;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** ListSnapshots, all pages of it. */
@Command(
        name = "list",
        aliases = "ls",
        description = "List all snapshots, or those of one volume.",
        footer = {"", "Example:", "  zonal snapshot list --volume db"})
final class SnapshotList extends CallCommand {
    @Option(
            names = {"--volume", "--source"},
            paramLabel = "VOLUME",
            description = "Only those that were cut from this volume.")
    private String source = "";

    @Mixin
    private SecretsOption secrets;

    @Override
    Shown ask(CsiClient client) {
        ListSnapshotsRequest.Builder request = ListSnapshotsRequest.newBuilder()
                .setSourceVolumeId(source.isEmpty() ? "" : Names.volumeOrSaid(client, source))
                .putAllSecrets(secrets.secrets());
        ListSnapshotsResponse all = every(client, request);
        List<Snapshot> snapshots = all.getEntriesList().stream()
                .map(ListSnapshotsResponse.Entry::getSnapshot)
                .toList();
        List<String> ids = snapshots.stream().map(Snapshot::getSnapshotId).toList();
        KnownNames names = KnownNames.of(client, ids);
        Map<String, Object> document = MessageTree.of(all);
        document.put(
                "entries",
                snapshots.stream()
                        .map(snapshot -> Map.of("snapshot", names.tree(snapshot, snapshot.getSnapshotId())))
                        .toList());
        return Shown.of(document, ids, SnapshotTable.of(snapshots, names));
    }

    /** The entries of all pages, as if they were one. */
    static ListSnapshotsResponse every(CsiClient client, ListSnapshotsRequest.Builder request) {
        ListSnapshotsResponse.Builder all = ListSnapshotsResponse.newBuilder();
        do {
            ListSnapshotsResponse page = client.controller().listSnapshots(request.build());
            all.addAllEntries(page.getEntriesList());
            request.setStartingToken(page.getNextToken());
        } while (!request.getStartingToken().isEmpty());
        return all.build();
    }
}
