package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.MessageTree;
import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.GetSnapshotRequest;
import dev.zonal.csi.v1.GetSnapshotResponse;
import dev.zonal.csi.v1.Snapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** GetSnapshot. */
@Command(
        name = "show",
        description = "Show one snapshot.",
        footer = {"", "Example:", "  zonal snapshot show before-upgrade -o yaml"})
final class SnapshotShow extends CallCommand {
    @Parameters(
            paramLabel = "SNAPSHOT",
            description = "Its id, the name it was made with, or NAMESPACE/NAME of its VolumeSnapshot.")
    private String snapshot;

    @Mixin
    private SecretsOption secrets;

    @Override
    Shown ask(CsiClient client) {
        GetSnapshotResponse response = client.controller()
                .getSnapshot(GetSnapshotRequest.newBuilder()
                        .setSnapshotId(Names.snapshotOrSaid(client, snapshot))
                        .putAllSecrets(secrets.secrets())
                        .build());
        List<String> ids = List.of(response.getSnapshot().getSnapshotId());
        KnownNames names = KnownNames.of(client, ids);
        Map<String, Object> document = MessageTree.of(response);
        document.put("snapshot", names.tree(response.getSnapshot(), ids.getFirst()));
        return Shown.of(document, ids, table(response.getSnapshot(), names));
    }

    private static Table table(Snapshot snapshot, KnownNames names) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("snapshot", snapshot.getSnapshotId());
        properties.putAll(names.properties(snapshot.getSnapshotId()));
        properties.put("of volume", snapshot.getSourceVolumeId());
        properties.put("size", HumanReadable.sizeAndBytes(snapshot.getSizeBytes()));
        properties.put("created", HumanReadable.time(snapshot.getCreationTime()));
        properties.put("ready to use", snapshot.getReadyToUse() ? "yes" : "no");
        if (snapshot.getAccessibleTopologyCount() > 0) {
            properties.put("accessible from", HumanReadable.places(snapshot.getAccessibleTopologyList()));
        }
        return Table.ofProperties(properties);
    }
}
