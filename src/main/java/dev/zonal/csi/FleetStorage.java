package dev.zonal.csi;

import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.backend.fleet.FleetBackend;
import dev.zonal.csi.config.Configuration;
import dev.zonal.csi.fleet.AgentSession;
import dev.zonal.csi.fleet.wire.AgentDialer;
import dev.zonal.csi.metrics.PoolHealth;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The agents of the fleet, as configured. */
final class FleetStorage {
    /** An agent that takes longer to say what it has is waited for no longer. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private FleetStorage() {}

    static FleetBackend open(Configuration configuration, EventLoopGroup eventLoop, Optional<SslContext> tls) {
        Map<String, AgentSession.Dialer> dialers = new LinkedHashMap<>();
        configuration
                .fleet()
                .agents()
                .forEach((node, address) -> dialers.put(node, new AgentDialer(node, address, eventLoop, tls)));
        FleetBackend backend = new FleetBackend(
                configuration.plugin().driverName(), dialers, InstantSource.system(), new SecureRandom());
        backend.start(LONGEST_WAIT);
        return backend;
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
