package dev.zonal.csi.fleet;

import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.HomeState;
import java.util.Map;

/**
 * How a home of an agent is.
 *
 * @param opened false where it was never open since the agent's start: its id is none yet, and nobody knows what it holds
 * @param abnormal what is wrong with which of its volumes, by their ids
 * @param damaged what stands there and can't be used, by its id, with the sentence that refuses it
 */
public record HomeReport(
        Home home,
        boolean opened,
        HomeState state,
        HomeCapacity capacity,
        Map<String, String> abnormal,
        Map<String, String> damaged) {
    public HomeReport {
        abnormal = Map.copyOf(abnormal);
        damaged = Map.copyOf(damaged);
    }
}
