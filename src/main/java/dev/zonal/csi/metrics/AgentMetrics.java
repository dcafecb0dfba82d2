package dev.zonal.csi.metrics;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.function.Supplier;

/** How many agents of a fleet can be asked, and how many can't. */
public final class AgentMetrics {
    private AgentMetrics() {}

    public static void register(PrometheusRegistry registry, Supplier<List<PoolHealth>> agents) {
        GaugeWithCallback.builder()
                .name("zonal_agents")
                .help("Agents of the fleet, by whether they can be asked.")
                .labelNames("state")
                .callback(gauge -> {
                    List<PoolHealth> all = agents.get();
                    long there = all.stream().filter(PoolHealth::serving).count();
                    gauge.call((double) there, "serving");
                    gauge.call((double) (all.size() - there), "away");
                })
                .register(registry);
    }
}
