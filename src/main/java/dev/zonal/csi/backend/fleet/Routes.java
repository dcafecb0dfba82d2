package dev.zonal.csi.backend.fleet;

import dev.zonal.csi.fleet.HomeReport;
import dev.zonal.csi.model.HomeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which agent has which home: a routing table, made of what the agents report. */
final class Routes {
    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

    private final Map<HomeId, AgentLink> agents = new ConcurrentHashMap<>();

    Optional<AgentLink> agentOf(HomeId home) {
        return Optional.ofNullable(agents.get(home));
    }

    /** That agent has these homes, and no others. */
    void set(AgentLink agent, List<HomeReport> homes) {
        Set<HomeId> ids = homes.stream()
                .filter(HomeReport::opened)
                .map(home -> home.home().id())
                .collect(Collectors.toSet());
        agents.entrySet().removeIf(entry -> entry.getValue().equals(agent) && !ids.contains(entry.getKey()));
        ids.forEach(id -> agents.merge(id, agent, (before, now) -> chosen(id, before, now)));
    }

    /** @return the homes that led there until now */
    Set<HomeId> remove(AgentLink agent) {
        Set<HomeId> homes = agents.entrySet().stream()
                .filter(entry -> entry.getValue().equals(agent))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        agents.keySet().removeAll(homes);
        return homes;
    }

    /** A pool may have moved here from a node that is away; of two that are there, one has a copy of it. */
    private static AgentLink chosen(HomeId id, AgentLink before, AgentLink now) {
        if (before.equals(now) || before.away().isPresent()) {
            return now;
        }
        LOG.atError()
                .addKeyValue("pool-id", id)
                .addKeyValue("node", before.node())
                .addKeyValue("other", now.node())
                .log("two nodes have a pool of this id; calls go to the first, and the other one is not used");
        return before;
    }
}
