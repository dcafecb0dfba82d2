package dev.zonal.csi.driver;

import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.FleetNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Nodes with their agents and controllers before them, each a process of its own, as users run them. */
public final class RealFleet implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path sockets;
    private final Map<String, RealDriver> agents = new LinkedHashMap<>();
    private final List<RealDriver> controllers = new ArrayList<>();

    /** How the agent of a node is started, over which pool. */
    private interface Start {
        RealDriver agent(String node, String... arguments) throws Exception;
    }

    /** @param further arguments of the agent of a node */
    public RealFleet(List<String> nodes, int controllerCount, Function<String, List<String>> further) throws Exception {
        this(nodes, controllerCount, RealDriver::of, further, List.of());
    }

    /** One node and one controller, with further arguments of both. */
    public static RealFleet ofOneNode(String... further) throws Exception {
        return new RealFleet(List.of("n1"), 1, RealDriver::of, _ -> List.of(further), List.of(further));
    }

    /** One node whose agent has its pool in that file, made where it is missing, and one controller. */
    public static RealFleet ofOneNodeOver(Path pool, String... furtherOfAgent) throws Exception {
        return new RealFleet(
                List.of("n1"),
                1,
                (_, arguments) -> RealDriver.over(pool, arguments),
                _ -> List.of(furtherOfAgent),
                List.of());
    }

    private RealFleet(
            List<String> nodes,
            int controllerCount,
            Start start,
            Function<String, List<String>> ofAgents,
            List<String> ofControllers)
            throws Exception {
        sockets = Files.createTempDirectory("zf");
        try {
            for (String node : nodes) {
                agents.put(node, agent(node, start, ofAgents.apply(node)));
            }
            Files.write(list(), addresses());
            for (int number = 0; number < controllerCount; number++) {
                controllers.add(controller(ofControllers));
            }
        } catch (Exception | Error failed) {
            close();
            throw failed;
        }
    }

    private RealDriver agent(String node, Start start, List<String> further) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--mode", "node", "--control", "unix://" + control(node)));
        arguments.addAll(further);
        return start.agent(node, arguments.toArray(String[]::new));
    }

    private RealDriver controller(List<String> further) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("--mode", "controller", "--backend", "fleet", "--agents", "@" + list()));
        arguments.addAll(further);
        return RealDriver.start(arguments.toArray(String[]::new));
    }

    private Path control(String node) {
        return sockets.resolve(node + ".sock");
    }

    private Path list() {
        return sockets.resolve("agents");
    }

    private List<String> addresses() {
        return agents.keySet().stream()
                .map(node -> node + "=unix://" + control(node))
                .toList();
    }

    public RealDriver agent(String node) {
        return agents.get(node);
    }

    public List<RealDriver> controllers() {
        return List.copyOf(controllers);
    }

    /** Waits until each controller sees all agents, with all that they have. */
    public void awaitWhole() throws Exception {
        for (RealDriver controller : controllers) {
            try (CsiClient client = controller.client()) {
                long end = System.nanoTime() + PATIENCE.toNanos();
                while (!client.maintenance().fleetStatus().getNodesList().stream()
                        .allMatch(node -> node.getState() == FleetNode.State.HERE)) {
                    if (System.nanoTime() > end) {
                        throw new TimeoutException("not all agents are there: "
                                + client.maintenance().fleetStatus());
                    }
                    Thread.sleep(5);
                }
            }
        }
    }

    @Override
    public void close() throws Exception {
        List<RealDriver> all = new ArrayList<>(controllers);
        all.addAll(agents.values());
        for (RealDriver driver : all) {
            driver.close();
        }
        for (String node : agents.keySet()) {
            Files.deleteIfExists(control(node));
        }
        Files.deleteIfExists(list());
        Files.delete(sockets);
    }
}
