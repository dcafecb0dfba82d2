package dev.zonal.csi.backend;

import dev.zonal.csi.model.ByteSize;
import java.util.List;
import java.util.Optional;

/**
 * How the agent of a node is, as the controller of a fleet knows it, for people and metrics.
 *
 * @param version of its program, empty where it never said
 * @param away why it can't be asked, empty where it can
 * @param whole whether everything that it has was reported at least once
 * @param pools as it has reported them last
 */
public record AgentStatus(
        String node, Optional<String> version, Optional<HomeState.Away> away, boolean whole, List<PoolStatus> pools) {
    public AgentStatus {
        pools = List.copyOf(pools);
    }

    /**
     * A pool of the node.
     *
     * @param available what can still be provisioned thinly: nothing where the pool does not serve
     */
    public record PoolStatus(String name, HomeState state, ByteSize available, long volumes, long snapshots) {}
}
