package dev.zonal.csi;

import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.backend.fleet.FleetBackend;
import dev.zonal.csi.cluster.AgentPods;
import dev.zonal.csi.cluster.ApiClient;
import dev.zonal.csi.config.Configuration;
import dev.zonal.csi.config.Configuration.FleetSettings;
import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.config.FleetRules;
import dev.zonal.csi.fleet.AgentSession;
import dev.zonal.csi.fleet.wire.AgentDialer;
import dev.zonal.csi.metrics.PoolHealth;
import io.netty.channel.EventLoopGroup;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The agents of the fleet, as configured. */
final class FleetStorage implements AutoCloseable {
    /** An agent that takes longer to say what it has is waited for no longer. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private static final String NO_CLUSTER =
            "--agents kubernetes:ACCOUNT: KUBERNETES_SERVICE_HOST is not set; only in a pod"
                    + " of a cluster are there pods to look for, elsewhere list the agents";

    private final FleetAgents agents;
    private final ControllerTrust trust;
    private final FleetBackend backend;
    private final Optional<CapacityBeat> capacity;

    private FleetStorage(
            FleetAgents agents, ControllerTrust trust, FleetBackend backend, Optional<CapacityBeat> capacity) {
        this.agents = agents;
        this.trust = trust;
        this.backend = backend;
        this.capacity = capacity;
    }

    static FleetStorage open(Configuration configuration, EventLoopGroup eventLoop, PrometheusRegistry registry) {
        FleetSettings fleet = configuration.fleet();
        Optional<ApiClient> api = fleet.agents().account().map(_ -> ApiClient.ofPod(System.getenv(), NO_CLUSTER));
        ControllerTrust trust = ControllerTrust.of(fleet, api, registry);
        FleetAgents agents = new FleetAgents(
                directory(configuration, api, trust), (node, known) -> dialer(node, known, trust, eventLoop));
        FleetBackend backend = new FleetBackend(
                configuration.plugin().driverName(), agents.first(), InstantSource.system(), new SecureRandom());
        Optional<CapacityBeat> capacity = fleet.capacityLease()
                .flatMap(lease -> api.map(known -> CapacityBeat.of(configuration, lease, known, backend)));
        FleetStorage storage = new FleetStorage(agents, trust, backend, capacity);
        backend.start(LONGEST_WAIT);
        agents.follow(backend);
        capacity.ifPresent(CapacityBeat::start);
        return storage;
    }

    private static AgentSession.Dialer dialer(
            String node, FleetAgents agents, ControllerTrust trust, EventLoopGroup eventLoop) {
        return trust.enrolling(node, new AgentDialer(node, () -> agents.where(node), eventLoop, trust.tls()));
    }

    private static FleetAgents.Directory directory(
            Configuration configuration, Optional<ApiClient> api, ControllerTrust trust) {
        FleetSettings fleet = configuration.fleet();
        if (api.isEmpty()) {
            return () -> listed(fleet);
        }
        AgentPods pods = new AgentPods(
                api.get(),
                fleet.agents().account().orElseThrow(),
                configuration.node().nodeKey());
        return () -> {
            Map<String, Optional<ControlAddress>> now = pods.look();
            trust.keep(now.keySet());
            return now;
        };
    }

    private static Map<String, Optional<ControlAddress>> listed(FleetSettings fleet) {
        Map<String, ControlAddress> now = fleet.agents().read();
        FleetRules.requireTrust(fleet, now.values().stream());
        Map<String, Optional<ControlAddress>> agents = new LinkedHashMap<>();
        now.forEach((node, address) -> agents.put(node, Optional.of(address)));
        return agents;
    }

    FleetBackend backend() {
        return backend;
    }

    @Override
    public void close() {
        capacity.ifPresent(CapacityBeat::close);
        agents.close();
        backend.close();
        trust.close();
    }

    /** Whether each agent can be asked, for metrics and readiness. */
    static List<PoolHealth> health(FleetBackend backend) {
        return backend.away().entrySet().stream()
                .map(agent -> health(agent.getKey(), agent.getValue()))
                .toList();
    }

    private static PoolHealth health(String node, Optional<HomeState.Away> away) {
        return away.map(reason -> new PoolHealth(node, reason.word(), reason.sentence(), false))
                .orElseGet(() -> new PoolHealth(node, "serving", "node '" + node + "' is there", true));
    }
}
