package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.MessageTree;
import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.ControllerGetVolumeRequest;
import dev.zonal.csi.v1.ControllerGetVolumeResponse;
import dev.zonal.csi.v1.Volume;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** ControllerGetVolume. */
@Command(
        name = "show",
        description = "Show one volume.",
        footer = {"", "Example:", "  zonal volume show db -o yaml"})
final class VolumeShow extends CallCommand {
    @Parameters(
            paramLabel = "VOLUME",
            description = "Its id, the name it was made with, or NAMESPACE/NAME of its claim.")
    private String volume;

    @Override
    Shown ask(CsiClient client) {
        ControllerGetVolumeResponse response = client.controller()
                .controllerGetVolume(ControllerGetVolumeRequest.newBuilder()
                        .setVolumeId(Names.volumeOrSaid(client, volume))
                        .build());
        List<String> ids = List.of(response.getVolume().getVolumeId());
        KnownNames names = KnownNames.of(client, ids);
        Map<String, Object> document = MessageTree.of(response);
        document.put("volume", names.tree(response.getVolume(), ids.getFirst()));
        return Shown.of(document, ids, table(response, names));
    }

    private static Table table(ControllerGetVolumeResponse response, KnownNames names) {
        Volume volume = response.getVolume();
        ControllerGetVolumeResponse.VolumeStatus status = response.getStatus();
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("volume", volume.getVolumeId());
        properties.putAll(names.properties(volume.getVolumeId()));
        properties.put("capacity", HumanReadable.sizeAndBytes(volume.getCapacityBytes()));
        properties.put("source", VolumeTable.source(volume.getContentSource()));
        properties.put("accessible from", HumanReadable.places(volume.getAccessibleTopologyList()));
        properties.put("published on", String.join(", ", status.getPublishedNodeIdsList()));
        if (status.hasVolumeCondition()) {
            properties.put("condition", VolumeTable.condition(status.getVolumeCondition()));
        }
        volume.getVolumeContextMap().forEach((key, value) -> properties.put("context " + key, value));
        return Table.ofProperties(properties);
    }
}
