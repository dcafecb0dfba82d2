package dev.zonal.csi;

import dev.zonal.csi.backend.cloud.CloudBackend;
import dev.zonal.csi.backend.cloud.DiskBench;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.concurrent.FaultDomains;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.config.Configuration;
import dev.zonal.csi.config.Configuration.Backend;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.rpc.ControllerService;
import dev.zonal.csi.rpc.IdentityService;
import dev.zonal.csi.rpc.NodeService;
import io.grpc.BindableService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The services as the program composes them over a simulated cloud, called directly: one controller, and a node for each
 * instance. Each can end on its own, and the cloud goes on.
 */
public final class SimulatedCloudDriver implements AutoCloseable {
    public static final Path KUBELET = SimulatedDriver.KUBELET;

    public final DiskBench disks;
    private final Map<String, Instance> instances = new LinkedHashMap<>();
    private final Map<String, NodeService> nodes = new LinkedHashMap<>();
    private final Map<String, Operations> operations = new LinkedHashMap<>();
    private ControllerService controller;

    /** @param zones in which an instance runs, by its name */
    public SimulatedCloudDriver(String description, Map<String, String> zones) {
        disks = new DiskBench(description);
        disks.bench.host.makeDirectories(SimulatedDriver.PODS);
        zones.forEach((name, zone) -> instances.put(name, disks.instance(name, zone)));
        controller = beginController();
        instances.keySet().forEach(this::beginNode);
    }

    private ControllerService beginController() {
        CloudBackend backend = disks.backend();
        Operations ofController = Operations.overNetwork(100, 100, backend);
        operations.put("controller", ofController);
        return new Services(configuration("controller", "a"), ofController)
                .overDisks(backend).stream()
                        .filter(ControllerService.class::isInstance)
                        .map(ControllerService.class::cast)
                        .findFirst()
                        .orElseThrow();
    }

    private void beginNode(String name) {
        Instance instance = Objects.requireNonNull(instances.get(name));
        Operations ofNode = new Operations(8, 100, FaultDomains.NONE);
        operations.put(name, ofNode);
        Configuration configuration = configuration(name, instance.zone());
        nodes.put(
                name,
                new Services(configuration, ofNode)
                        .onInstance(
                                disks.volumesOf(instance), configuration.node().topology(), disks.bench.host.ports()));
    }

    private static Configuration configuration(String node, String zone) {
        return SimulatedDriver.configuration("cloud.csi.zonal.dev", Backend.CLOUD, node, place(zone));
    }

    public static Topology place(String zone) {
        return Topology.of(Map.of(DiskBench.PREFIX + "/region", "r1", DiskBench.PREFIX + "/zone", zone));
    }

    /** All processes of the driver end where they stand, and others begin; the cloud goes on. */
    public void restart() {
        end();
        disks.restartDriver();
        begin();
    }

    private void end() {
        operations.values().forEach(Operations::close);
        operations.values().forEach(all -> all.awaitEnd(Duration.ofMinutes(1)));
        operations.clear();
    }

    private void begin() {
        controller = beginController();
        instances.keySet().forEach(this::beginNode);
    }

    public ControllerService controller() {
        return controller;
    }

    public NodeService node(String name) {
        return Objects.requireNonNull(nodes.get(name));
    }

    /** All that a process serves which is the controller and that node. */
    public List<BindableService> services(String node) {
        return List.of(
                new IdentityService(
                        configuration(node, "a").plugin(),
                        "1.0-test",
                        disks.backend().features()),
                controller,
                node(node));
    }

    @Override
    public void close() {
        end();
        disks.close();
    }
}
