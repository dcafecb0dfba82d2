package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.MessageTree;
import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.ListVolumesRequest;
import dev.zonal.csi.v1.ListVolumesResponse;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** ListVolumes, all pages of it. */
@Command(
        name = "list",
        aliases = "ls",
        description = "List all volumes.",
        footer = {"", "Example:", "  zonal volume list -o json"})
final class VolumeList extends CallCommand {
    @Override
    Shown ask(CsiClient client) {
        ListVolumesResponse all = every(client);
        List<String> ids = all.getEntriesList().stream()
                .map(entry -> entry.getVolume().getVolumeId())
                .toList();
        KnownNames names = KnownNames.of(client, ids);
        Map<String, Object> document = MessageTree.of(all);
        document.put(
                "entries",
                all.getEntriesList().stream().map(entry -> tree(entry, names)).toList());
        return Shown.of(document, ids, VolumeTable.of(all.getEntriesList(), names));
    }

    private static Map<String, Object> tree(ListVolumesResponse.Entry entry, KnownNames names) {
        Map<String, Object> tree = MessageTree.of(entry);
        tree.put("volume", names.tree(entry.getVolume(), entry.getVolume().getVolumeId()));
        return tree;
    }

    /** The entries of all pages, as if they were one. */
    static ListVolumesResponse every(CsiClient client) {
        ListVolumesResponse.Builder all = ListVolumesResponse.newBuilder();
        String token = "";
        do {
            ListVolumesResponse page = client.controller()
                    .listVolumes(ListVolumesRequest.newBuilder()
                            .setStartingToken(token)
                            .build());
            all.addAllEntries(page.getEntriesList());
            token = page.getNextToken();
        } while (!token.isEmpty());
        return all.build();
    }
}
