package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.FleetNode;
import dev.zonal.csi.v1.FleetPool;
import dev.zonal.csi.v1.FleetStatusResponse;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** Maintenance.FleetStatus, a service of Zonal's own. */
@Command(
        name = "status",
        description = "Show each node of a fleet with its pools, as the controller that is asked knows them.",
        footer = {"", "Example:", "  zonal fleet status"})
final class FleetStatusCommand extends CallCommand {
    @Override
    Shown ask(CsiClient client) {
        FleetStatusResponse answer = client.maintenance().fleetStatus();
        return Shown.of(
                answer,
                answer.getNodesList().stream().map(FleetNode::getNodeId).toList(),
                table(answer.getNodesList()));
    }

    private static Table table(List<FleetNode> nodes) {
        Table table = Table.of(
                        "NODE", "STATE", "VERSION", "POOL", "POOL STATE", "AVAILABLE", "VOLUMES", "SNAPSHOTS", "WHY")
                .whenEmpty("The fleet has no nodes.");
        for (FleetNode node : nodes) {
            node.getPoolsList().forEach(pool -> table.row(row(node, pool)));
            if (node.getPoolsCount() == 0) {
                table.row(
                        node.getNodeId(),
                        state(node),
                        version(node),
                        "",
                        "",
                        "",
                        "",
                        "",
                        HumanReadable.text(node.getReason()));
            }
        }
        return table;
    }

    /** A row for each pool; why its node is away is told before what that means for the pool. */
    private static List<String> row(FleetNode node, FleetPool pool) {
        return List.of(
                node.getNodeId(),
                state(node),
                version(node),
                pool.getName(),
                pool.getState(),
                HumanReadable.size(pool.getAvailableBytes()),
                Long.toString(pool.getVolumes()),
                Long.toString(pool.getSnapshots()),
                HumanReadable.text(node.getReason().isEmpty() ? pool.getReason() : node.getReason()));
    }

    private static String state(FleetNode node) {
        return switch (node.getState()) {
            case AWAY -> "away since " + HumanReadable.time(node.getAwaySince());
            case HERE, REPORTING, STATE_UNSPECIFIED, UNRECOGNIZED ->
                node.getState().name().toLowerCase(Locale.ROOT);
        };
    }

    private static String version(FleetNode node) {
        return HumanReadable.text(node.getVersion());
    }
}
