package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.NodeGetInfoResponse;
import java.util.List;
import picocli.CommandLine.Command;

/** NodeGetInfo. */
@Command(
        name = "info",
        description = "Show who this node is and where it stands.",
        footer = {"", "Example:", "  zonal node info -o json"})
final class NodeInfoCommand extends CallCommand {
    @Override
    Shown ask(CsiClient client) {
        NodeGetInfoResponse info = client.node().nodeGetInfo();
        long most = info.getMaxVolumesPerNode();
        Table table = Table.of("NODE", "TOPOLOGY", "MOST VOLUMES")
                .row(
                        info.getNodeId(),
                        HumanReadable.place(info.getAccessibleTopology()),
                        most == 0 ? "no limit" : most + "");
        return Shown.of(info, List.of(info.getNodeId()), table);
    }
}
