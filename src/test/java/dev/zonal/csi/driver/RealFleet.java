package dev.zonal.csi.driver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Nodes with their agents and controllers before them, each a process of its own, as users run them. */
public final class RealFleet implements AutoCloseable {
    private final Path sockets;
    private final Map<String, RealDriver> agents = new LinkedHashMap<>();
    private final List<RealDriver> controllers = new ArrayList<>();

    /** @param furtherOfAgents arguments of every agent */
    public RealFleet(List<String> nodes, int controllerCount, String... furtherOfAgents) throws Exception {
        sockets = Files.createTempDirectory("zf");
        try {
            for (String node : nodes) {
                agents.put(node, agent(node, furtherOfAgents));
            }
            for (int number = 0; number < controllerCount; number++) {
                controllers.add(
                        RealDriver.start("--mode", "controller", "--backend", "fleet", "--agents", addresses()));
            }
        } catch (Exception | Error failed) {
            close();
            throw failed;
        }
    }

    private RealDriver agent(String node, String... further) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--mode", "node", "--control", "unix://" + control(node)));
        arguments.addAll(List.of(further));
        return RealDriver.of(node, arguments.toArray(String[]::new));
    }

    private Path control(String node) {
        return sockets.resolve(node + ".sock");
    }

    private String addresses() {
        return agents.keySet().stream()
                .map(node -> node + "=unix://" + control(node))
                .collect(Collectors.joining(","));
    }

    public RealDriver agent(String node) {
        return agents.get(node);
    }

    public List<RealDriver> agents() {
        return List.copyOf(agents.values());
    }

    public List<RealDriver> controllers() {
        return List.copyOf(controllers);
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
        Files.delete(sockets);
    }
}
