package dev.zonal.csi.backend.fleet;

import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.fleet.HomeReport;
import java.util.List;
import java.util.Optional;

/**
 * How an agent is, for people and metrics.
 *
 * @param version of its program, empty where it never said
 * @param away why it can't be asked, empty where it can
 * @param homes as it has reported them last
 */
public record AgentStatus(
        String node, Optional<String> version, Optional<HomeState.Away> away, List<HomeReport> homes) {
    public AgentStatus {
        homes = List.copyOf(homes);
    }

    static AgentStatus of(AgentLink agent) {
        return new AgentStatus(
                agent.node(), agent.version(), agent.away(), agent.view().homes());
    }
}
