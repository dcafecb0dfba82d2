package dev.zonal.csi.cli.demo;

import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.host.Commands;
import dev.zonal.csi.v1.FleetNode;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Who plays in the story of many nodes: three agents with a pool each, and two controllers, each a process of its own. */
final class FleetCast implements AutoCloseable {
    static final List<String> NODES = List.of("n1", "n2", "n3");
    static final List<String> CONTROLLERS = List.of("c1", "c2");

    private static final String IMAGE_SIZE = "4Gi";

    private final Workspace place;
    private final CastProcesses processes;

    FleetCast(Commands programs, Workspace place) {
        this.place = place;
        this.processes = new CastProcesses(programs, place);
    }

    /** All of them; they start at the same time. */
    void start() {
        NODES.forEach(this::launchAgent);
        CONTROLLERS.forEach(this::launchController);
        NODES.forEach(processes::awaitAnswers);
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
        List<String> all = new ArrayList<>(
                List.of("serve", "--endpoint", processes.endpoint(name).toString()));
        all.addAll(List.of(arguments));
        processes.start(name, all);
    }

    Path pool(String node) {
        return place.root().resolve(node + ".img");
    }

    private String control(String node) {
        return "unix://" + place.root().resolve(node + "-control.sock");
    }

    /** Of a node its Node service, of a controller its Controller service. */
    CsiClient client(String name) {
        return processes.client(name);
    }

    /** Waits until the controller knows of so many. */
    void awaitSnapshots(String controller, int count) {
        processes.await(
                controller,
                () -> client(controller)
                                .controller()
                                .listSnapshots(ListSnapshotsRequest.getDefaultInstance())
                                .getEntriesCount()
                        == count);
    }

    /** Waits until the controller sees that node so. */
    void awaitState(String controller, String node, FleetNode.State state) {
        processes.await(
                controller,
                () -> client(controller).maintenance().fleetStatus().getNodesList().stream()
                        .anyMatch(seen -> seen.getNodeId().equals(node) && seen.getState() == state));
    }

    /** In the midst of whatever it does. */
    void kill(String name) {
        processes.kill(name);
    }

    void startAgain(String node) {
        launchAgent(node);
        processes.awaitAnswers(node);
    }

    @Override
    public void close() {
        processes.close();
    }
}
