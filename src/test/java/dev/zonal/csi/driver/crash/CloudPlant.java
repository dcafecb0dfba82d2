package dev.zonal.csi.driver.crash;

import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.driver.RealCloud;
import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.v1.Topology;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A cloud, a controller, and a node for each of its instances, each a process of its own. */
final class CloudPlant implements AutoCloseable {
    private final List<AutoCloseable> started = new ArrayList<>();
    private final RealCloud cloud;
    private final RealDriver controller;
    private final Map<String, RealDriver> nodes = new LinkedHashMap<>();

    /**
     * @param config describes the cloud
     * @param zones of the instances
     */
    CloudPlant(Path config, Map<String, String> zones) throws Exception {
        try {
            cloud = RealCloud.start(config);
            started.add(cloud);
            controller = driver("--mode", "controller");
            for (Map.Entry<String, String> instance : zones.entrySet()) {
                nodes.put(
                        instance.getKey(),
                        driver(
                                "--mode",
                                "node",
                                "--instance",
                                instance.getKey(),
                                "--zone",
                                instance.getValue(),
                                "--instance-type",
                                "large"));
            }
        } catch (Exception | Error failed) {
            close();
            throw failed;
        }
    }

    private RealDriver driver(String... role) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--cloud",
                "unix://" + cloud.socket(),
                "--cloud-folder",
                cloud.disks().toString()));
        arguments.addAll(List.of(role));
        RealDriver driver = RealDriver.overCloud(arguments.toArray(String[]::new));
        started.add(driver);
        return driver;
    }

    RealCloud cloud() {
        return cloud;
    }

    RealDriver controller() {
        return controller;
    }

    RealDriver node(String instance) {
        return Objects.requireNonNull(nodes.get(instance));
    }

    Topology place(String instance) {
        try (CsiClient client = node(instance).client()) {
            return client.node().nodeGetInfo().getAccessibleTopology();
        }
    }

    List<Path> logs() {
        List<Path> logs = new ArrayList<>(List.of(cloud.log(), controller.log()));
        nodes.values().forEach(node -> logs.add(node.log()));
        return logs;
    }

    /** The cloud last. */
    @Override
    public void close() throws Exception {
        for (AutoCloseable process : started.reversed()) {
            process.close();
        }
    }
}
