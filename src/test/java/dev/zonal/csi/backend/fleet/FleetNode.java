package dev.zonal.csi.backend.fleet;

import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.pool.PoolOpening;
import dev.zonal.csi.backend.local.pool.PoolSpec;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.fleet.agent.NodeAgent;
import dev.zonal.csi.host.SimulatedClock;
import dev.zonal.csi.host.SimulatedHost;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.VolumeId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** A node of a fleet: a simulated host with a pool, and the agent over it. */
public final class FleetNode implements AutoCloseable {
    public static final String DRIVER = "local.csi.zonal.dev";

    private final String name;
    private final SimulatedHost host = new SimulatedHost();
    private final SimulatedClock clock = new SimulatedClock();
    private final SplittableRandom random;
    private Running running;

    /** What ends with the driver's process. */
    private record Running(LocalBackend backend, Operations operations, NodeAgent agent) {}

    public FleetNode(String name) {
        this.name = name;
        this.random = new SplittableRandom(name.hashCode());
        this.running = begin();
    }

    private Running begin() {
        LocalBackend backend = LocalBackend.open(
                new PoolOpening(host.ports(), Path.of("/run/zonal"), place(), clock, random),
                List.of(PoolSpec.of("fast", Path.of("/pool"), Optional.empty())),
                64);
        Operations operations = new Operations(4, 100, backend);
        return new Running(
                backend,
                operations,
                new NodeAgent(new NodeAgent.Identity(name, DRIVER, "1.0-test"), backend, operations));
    }

    /** The one whose pool the volume is in. */
    static FleetNode having(List<FleetNode> nodes, VolumeId id) {
        return nodes.stream()
                .filter(node -> node.backend().has(id.home()))
                .findFirst()
                .orElseThrow();
    }

    public String name() {
        return name;
    }

    public Topology place() {
        return Topology.of(Map.of("topology.test/node", name));
    }

    public LocalBackend backend() {
        return running.backend();
    }

    public NodeAgent agent() {
        return running.agent();
    }

    /** The driver's process ends and begins again. */
    public void restart() {
        close();
        running = begin();
    }

    void write(VolumeId id, String text) {
        Path device = backend().attach(id, false);
        host.writeDevice(device, 0, text.getBytes(StandardCharsets.UTF_8));
        host.ports().filesystems().flush(device);
        backend().detach(id);
    }

    String read(VolumeId id, int length) {
        Path device = backend().attach(id, true);
        byte[] found = host.readDevice(device, 0, length);
        backend().detach(id);
        return new String(found, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        running.agent().close();
        running.operations().close();
        running.operations().awaitEnd(Duration.ofSeconds(10));
        running.backend().close();
    }
}
