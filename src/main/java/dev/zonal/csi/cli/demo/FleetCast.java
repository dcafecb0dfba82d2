package dev.zonal.csi.cli.demo;

import dev.zonal.csi.client.CallFailed;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.config.Endpoint;
import dev.zonal.csi.host.BackgroundProgram;
import dev.zonal.csi.host.Commands;
import dev.zonal.csi.v1.FleetNode;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Who plays in the story of many nodes: three agents with a pool each, and two controllers, each a process of its own. */
final class FleetCast implements AutoCloseable {
    static final List<String> NODES = List.of("n1", "n2", "n3");
    static final List<String> CONTROLLERS = List.of("c1", "c2");

    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration END = Duration.ofMinutes(1);
    private static final Duration START = Duration.ofMinutes(2);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final String IMAGE_SIZE = "4Gi";

    private final Commands programs;
    private final Workspace place;
    private final Map<String, BackgroundProgram> processes = new LinkedHashMap<>();
    private final Map<String, CsiClient> clients = new LinkedHashMap<>();

    FleetCast(Commands programs, Workspace place) {
        this.programs = programs;
        this.place = place;
    }

    /** All of them; they start at the same time. */
    void start() {
        NODES.forEach(this::launchAgent);
        CONTROLLERS.forEach(this::launchController);
        NODES.forEach(this::awaitAnswers);
        CONTROLLERS.forEach(controller -> NODES.forEach(node -> awaitState(controller, node, FleetNode.State.HERE)));
    }

    private void launchAgent(String node) {
        launch(
                node,
                "--mode",
                "node",
                "--node-id",
                node,
                "--control",
                control(node),
                "--pool",
                pool(node).toString(),
                "--pool-size",
                IMAGE_SIZE,
                "--pool-sparse",
                "default",
                "--run-dir",
                place.run().resolve(node).toString());
    }

    private void launchController(String name) {
        launch(
                name,
                "--mode",
                "controller",
                "--backend",
                "fleet",
                "--agents",
                NODES.stream().map(node -> node + "=" + control(node)).collect(Collectors.joining(",")));
    }

    private void launch(String name, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--endpoint", "unix://" + socket(name)));
        all.addAll(List.of(arguments));
        processes.put(name, ServeProcess.start(programs, all, place.log()));
    }

    Path pool(String node) {
        return place.root().resolve(node + ".img");
    }

    private Path socket(String name) {
        return place.root().resolve(name + ".sock");
    }

    private String control(String node) {
        return "unix://" + place.root().resolve(node + "-control.sock");
    }

    /** Of a node its Node service, of a controller its Controller service. */
    CsiClient client(String name) {
        return clients.computeIfAbsent(name, _ -> CsiClient.connect(new Endpoint(socket(name)), CALL_TIMEOUT));
    }

    private void awaitAnswers(String name) {
        await(name, () -> client(name).identity().probe().getReady().getValue());
    }

    /** Waits until the controller knows of so many. */
    void awaitSnapshots(String controller, int count) {
        await(
                controller,
                () -> client(controller)
                                .controller()
                                .listSnapshots(ListSnapshotsRequest.getDefaultInstance())
                                .getEntriesCount()
                        == count);
    }

    /** Waits until the controller sees that node so. */
    void awaitState(String controller, String node, FleetNode.State state) {
        await(
                controller,
                () -> client(controller).maintenance().fleetStatus().getNodesList().stream()
                        .anyMatch(seen -> seen.getNodeId().equals(node) && seen.getState() == state));
    }

    private void await(String name, BooleanSupplier condition) {
        long end = System.nanoTime() + START.toNanos();
        while (!holds(condition)) {
            boolean alive = Optional.ofNullable(processes.get(name))
                    .map(BackgroundProgram::isAlive)
                    .orElse(false);
            if (!alive || System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                throw new DemoFailure(DemoFailure.BROKEN, "the process of " + name + " does not do what it should");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (CallFailed notYet) {
            return false;
        }
    }

    /** In the midst of whatever it does. */
    void kill(String name) {
        Optional.ofNullable(processes.remove(name)).ifPresent(BackgroundProgram::kill);
    }

    void startAgain(String node) {
        launchAgent(node);
        awaitAnswers(node);
    }

    /** Controllers first: agents that end would be news to them. */
    @Override
    public void close() {
        clients.values().forEach(CsiClient::close);
        CONTROLLERS.forEach(this::end);
        NODES.forEach(this::end);
    }

    private void end(String name) {
        Optional.ofNullable(processes.remove(name)).ifPresent(program -> program.end(END));
    }
}
