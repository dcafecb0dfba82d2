package dev.zonal.csi.backend.fleet;

import static java.util.Objects.requireNonNull;

import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.fleet.AgentSession;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Three nodes, a network to each, and any number of controllers over them. */
final class FleetBench implements AutoCloseable {
    static final ByteSize SIZE = ByteSize.ofMebibytes(64);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    final List<FleetNode> nodes = List.of(new FleetNode("n1"), new FleetNode("n2"), new FleetNode("n3"));
    final Map<String, Network> networks = new LinkedHashMap<>();

    FleetBench() {
        nodes.forEach(node -> networks.put(node.name(), new Network(node::agent)));
    }

    /** Another controller, which knows all that there is. */
    FleetBackend controller() {
        FleetBackend controller = unstarted();
        controller.start(LONGEST_WAIT);
        return controller;
    }

    FleetBackend unstarted() {
        Map<String, AgentSession.Dialer> dialers = new LinkedHashMap<>(networks);
        return new FleetBackend(FleetNode.DRIVER, dialers, InstantSource.system(), new SplittableRandom(7));
    }

    Network network(String node) {
        return requireNonNull(networks.get(node));
    }

    FleetNode node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    HomeId home(String node) {
        return node(node).backend().homes().getFirst().id();
    }

    NewVolume volume(String name, String node) {
        return new NewVolume(
                VolumeId.of(name, home(node)), name, SIZE, Set.of(), VolumeParameters.DEFAULT, Optional.empty());
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + LONGEST_WAIT + ": " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        nodes.forEach(FleetNode::close);
    }
}
