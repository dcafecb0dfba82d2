package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.MessageTree;
import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.v1.ListVolumesResponse;
import dev.zonal.csi.v1.NodeGetInfoResponse;
import dev.zonal.csi.v1.Volume;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** NodeGetInfo beside ListVolumes: where this node stands, and where the volumes are. */
@Command(
        name = "topology",
        description = "Show where this node stands, and which volumes live where.",
        footer = {"", "Example:", "  zonal topology"})
final class TopologyCommand extends CallCommand {
    @Override
    Shown ask(CsiClient client) {
        NodeGetInfoResponse node = client.node().nodeGetInfo();
        List<Volume> volumes = VolumeList.every(client).getEntriesList().stream()
                .map(ListVolumesResponse.Entry::getVolume)
                .sorted(Comparator.comparing(volume -> HumanReadable.places(volume.getAccessibleTopologyList())))
                .toList();
        Topology here = Topology.of(node.getAccessibleTopology().getSegmentsMap());

        Map<String, Object> document = new LinkedHashMap<>();
        document.put("node", MessageTree.of(node));
        document.put(
                "volumes", volumes.stream().map(volume -> located(volume, here)).toList());
        return new Shown(
                document,
                List.of(node.getNodeId()),
                ansi -> segments(node, ansi) + "\n" + places(volumes, here).render(ansi),
                0);
    }

    private static Map<String, Object> located(Volume volume, Topology here) {
        Map<String, Object> document = MessageTree.of(volume);
        document.put("reachableHere", isReachable(volume, here));
        return document;
    }

    private static String segments(NodeGetInfoResponse node, Ansi ansi) {
        Table table = Table.of("SEGMENT", "VALUE", "WHOLE KEY");
        HumanReadable.segments(node.getAccessibleTopology())
                .forEach(segment ->
                        table.row(HumanReadable.shortKey(segment.getKey()), segment.getValue(), segment.getKey()));
        return "This is node " + HumanReadable.styled(ansi, Style.bold, node.getNodeId()) + ".\n\n"
                + table.render(ansi);
    }

    private static Table places(List<Volume> volumes, Topology here) {
        Table table = Table.of("PLACE", "REACHABLE HERE", "VOLUME", "CAPACITY").whenEmpty("There are no volumes.");
        volumes.forEach(volume -> table.row(
                volume.getAccessibleTopologyCount() == 0
                        ? "anywhere"
                        : HumanReadable.places(volume.getAccessibleTopologyList()),
                isReachable(volume, here) ? "yes" : "no",
                volume.getVolumeId(),
                HumanReadable.size(volume.getCapacityBytes())));
        return table;
    }

    private static boolean isReachable(Volume volume, Topology here) {
        return volume.getAccessibleTopologyCount() == 0
                || volume.getAccessibleTopologyList().stream()
                        .anyMatch(place -> Topology.of(place.getSegmentsMap()).contains(here));
    }
}
