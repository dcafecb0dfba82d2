package dev.zonal.csi.cli.demo;

import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.client.NodeClient;
import dev.zonal.csi.cloud.CloudControl;
import dev.zonal.csi.cloud.CloudState;
import dev.zonal.csi.cloud.wire.CloudConnection;
import dev.zonal.csi.host.Commands;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Who plays in the story of a cloud: the cloud, a controller, and a node on each of three instances, each a process. */
final class CloudCast implements AutoCloseable {
    /** Where the workload of the story runs. */
    static final String HOME = "b";

    /** Where its data is restored. */
    static final String AWAY = "a";

    static final String FIRST = "i-1";
    static final String SECOND = "i-2";
    static final String FAR = "i-3";
    static final List<String> INSTANCES = List.of(FIRST, SECOND, FAR);

    private static final String CLOUD = "cloud";
    private static final String CONTROLLER = "controller";

    /** All is as the preset has it, but takes less of the time of who looks on. */
    private static final String DESCRIPTION = """
            delays: {create: 100ms, restore: 200ms, attach: 150ms, detach: 100ms, snapshot: 300ms}
            """;

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    /** Long enough for the driver to ask a cloud more than once that does not answer. */
    private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(2);

    private final Workspace place;
    private final CastProcesses processes;
    private final CloudConnection connection;
    private final CsiClient hurried;

    CloudCast(Commands programs, Workspace place) {
        this.place = place;
        this.processes = new CastProcesses(programs, place);
        this.connection = CloudConnection.to(processes.endpoint(CLOUD), CALL_TIMEOUT);
        this.hurried = CsiClient.connect(processes.endpoint(CONTROLLER), SHORT_TIMEOUT);
    }

    static String zoneOf(String instance) {
        return instance.equals(FAR) ? AWAY : HOME;
    }

    /** The cloud, then the nodes at the same time, and then a controller that knows all instances from its start. */
    void start() {
        Path description = place.root().resolve("cloud.yaml");
        SampleFiles.durably(description, DESCRIPTION.getBytes(StandardCharsets.US_ASCII));
        processes.start(
                CLOUD,
                List.of(
                        "cloud",
                        "serve",
                        "--config",
                        description.toString(),
                        "--folder",
                        folder().toString(),
                        "--listen",
                        processes.endpoint(CLOUD).toString()));
        processes.await(CLOUD, () -> state().instances().isEmpty());
        INSTANCES.forEach(this::launchNode);
        INSTANCES.forEach(processes::awaitAnswers);
        launch(CONTROLLER, List.of("--mode", "controller"));
        processes.awaitAnswers(CONTROLLER);
    }

    private void launchNode(String instance) {
        launch(
                instance,
                List.of(
                        "--mode",
                        "node",
                        "--instance",
                        instance,
                        "--zone",
                        zoneOf(instance),
                        "--run-dir",
                        place.run().resolve(instance).toString()));
    }

    private void launch(String name, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of(
                "serve",
                "--backend",
                "cloud",
                "--cloud",
                processes.endpoint(CLOUD).toString(),
                "--cloud-folder",
                folder().toString(),
                "--endpoint",
                processes.endpoint(name).toString()));
        all.addAll(arguments);
        processes.start(name, all);
    }

    private Path folder() {
        return place.root().resolve(CLOUD);
    }

    CsiClient controller() {
        return processes.client(CONTROLLER);
    }

    /** The same controller, for calls that are given little time. */
    CsiClient hurriedController() {
        return hurried;
    }

    NodeClient node(String instance) {
        return processes.client(instance).node();
    }

    /** What can happen to the cloud. */
    CloudControl control() {
        return connection.control();
    }

    CloudState state() {
        return control().state();
    }

    /** In the midst of whatever it does. */
    void kill(String instance) {
        processes.kill(instance);
    }

    /** Waits until everything in the cloud that was to go has gone. */
    void awaitEmptyCloud() {
        processes.await(
                CLOUD, () -> state().disks().isEmpty() && state().snapshots().isEmpty());
    }

    @Override
    public void close() {
        hurried.close();
        connection.close();
        processes.close();
    }
}
