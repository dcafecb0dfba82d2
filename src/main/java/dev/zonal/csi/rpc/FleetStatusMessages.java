package dev.zonal.csi.rpc;

import dev.zonal.csi.backend.AgentStatus;
import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.v1.FleetNode;
import dev.zonal.csi.v1.FleetPool;
import dev.zonal.csi.v1.FleetStatusResponse;
import java.util.List;

/** What a controller says of the agents of its fleet. */
final class FleetStatusMessages {
    private FleetStatusMessages() {}

    static FleetStatusResponse message(List<AgentStatus> agents) {
        return FleetStatusResponse.newBuilder()
                .addAllNodes(agents.stream().map(FleetStatusMessages::message).toList())
                .build();
    }

    private static FleetNode message(AgentStatus agent) {
        FleetNode.Builder message = FleetNode.newBuilder()
                .setNodeId(agent.node())
                .setState(agent.whole() ? FleetNode.State.HERE : FleetNode.State.REPORTING)
                .setVersion(agent.version().orElse(""))
                .addAllPools(
                        agent.pools().stream().map(FleetStatusMessages::message).toList());
        agent.away()
                .ifPresent(away -> message.setState(FleetNode.State.AWAY)
                        .setAwaySince(SnapshotMessages.timestamp(away.since()))
                        .setReason(away.reason()));
        return message.build();
    }

    private static FleetPool message(AgentStatus.PoolStatus pool) {
        return FleetPool.newBuilder()
                .setName(pool.name())
                .setState(pool.state().word())
                .setReason(
                        pool.state() instanceof HomeState.Serving
                                ? ""
                                : pool.state().sentence())
                .setAvailableBytes(pool.available().bytes())
                .setVolumes(pool.volumes())
                .setSnapshots(pool.snapshots())
                .build();
    }
}
