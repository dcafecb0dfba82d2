package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.ListVolumesRequest;
import dev.zonal.csi.v1.ListVolumesResponse;
import java.util.List;
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
        Table table = VolumeTable.headed();
        for (ListVolumesResponse.Entry entry : all.getEntriesList()) {
            ListVolumesResponse.VolumeStatus status = entry.getStatus();
            String condition = status.hasVolumeCondition() ? VolumeTable.condition(status.getVolumeCondition()) : "";
            VolumeTable.add(table, entry.getVolume(), status.getPublishedNodeIdsList(), condition);
        }
        List<String> ids = all.getEntriesList().stream()
                .map(entry -> entry.getVolume().getVolumeId())
                .toList();
        return Shown.of(all, ids, table);
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
