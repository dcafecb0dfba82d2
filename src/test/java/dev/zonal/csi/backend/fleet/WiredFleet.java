package dev.zonal.csi.backend.fleet;

import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.fleet.AgentSession;
import dev.zonal.csi.fleet.wire.AgentDialer;
import dev.zonal.csi.fleet.wire.AgentService;
import dev.zonal.csi.metrics.CallMetrics;
import dev.zonal.csi.server.CallGuard;
import dev.zonal.csi.server.ServerThreads;
import dev.zonal.csi.server.SocketServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Nodes whose agents are served on unix sockets, and controllers that reach them there. */
final class WiredFleet implements AutoCloseable {
    private final Path folder;
    private final List<FleetNode> nodes;
    private final ServerThreads threads = new ServerThreads();
    private final List<SocketServer> servers = new ArrayList<>();

    WiredFleet(List<FleetNode> nodes) {
        this.nodes = List.copyOf(nodes);
        try {
            folder = Files.createTempDirectory("zf");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        serve();
    }

    private Path socket(FleetNode node) {
        return folder.resolve(node.name() + ".sock");
    }

    private void serve() {
        for (FleetNode node : nodes) {
            CallGuard guard =
                    new CallGuard(new CallMetrics(new PrometheusRegistry()), threads, 100, Duration.ofMinutes(1));
            servers.add(SocketServer.start(socket(node), threads, guard, List.of(new AgentService(node.agent()))));
        }
    }

    /** The processes of all nodes end and begin again. */
    void restart() {
        stop();
        nodes.forEach(FleetNode::restart);
        serve();
    }

    private void stop() {
        nodes.forEach(node -> node.agent().close());
        servers.forEach(server -> server.stop(Duration.ofSeconds(10)));
        servers.clear();
    }

    FleetBackend controller() {
        Map<String, AgentSession.Dialer> dialers = new LinkedHashMap<>();
        nodes.forEach(node -> dialers.put(
                node.name(), new AgentDialer(node.name(), new ControlAddress.Unix(socket(node)), threads.eventLoop())));
        FleetBackend controller =
                new FleetBackend(FleetNode.DRIVER, dialers, InstantSource.system(), new SplittableRandom(7));
        controller.start(Duration.ofSeconds(20));
        return controller;
    }

    @Override
    public void close() {
        stop();
        threads.close();
        try {
            Files.delete(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
