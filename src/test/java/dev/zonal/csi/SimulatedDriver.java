package dev.zonal.csi;

import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.pool.PoolOpening;
import dev.zonal.csi.backend.local.pool.PoolSpec;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.config.AgentList;
import dev.zonal.csi.config.CloudSettings;
import dev.zonal.csi.config.Configuration;
import dev.zonal.csi.config.Configuration.Backend;
import dev.zonal.csi.config.Configuration.FleetSettings;
import dev.zonal.csi.config.Configuration.KubeletSettings;
import dev.zonal.csi.config.Configuration.LogFormat;
import dev.zonal.csi.config.Configuration.LogSettings;
import dev.zonal.csi.config.Configuration.Mode;
import dev.zonal.csi.config.Configuration.NodeSettings;
import dev.zonal.csi.config.Configuration.PluginSettings;
import dev.zonal.csi.config.Configuration.PoolSettings;
import dev.zonal.csi.config.Configuration.ServerSettings;
import dev.zonal.csi.config.Configuration.SpecVersion;
import dev.zonal.csi.config.Configuration.VolumeSettings;
import dev.zonal.csi.config.Endpoint;
import dev.zonal.csi.host.SimulatedClock;
import dev.zonal.csi.host.SimulatedHost;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.rpc.ControllerService;
import dev.zonal.csi.rpc.IdentityService;
import dev.zonal.csi.rpc.NodeService;
import io.grpc.BindableService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.slf4j.event.Level;

/** The services as the program composes them, over pools on a simulated host: called directly, without a socket. */
public final class SimulatedDriver implements AutoCloseable {
    public static final Path KUBELET = Path.of("/kubelet");

    /** Where kubelet has volumes published for pods. */
    public static final Path PODS = KUBELET.resolve("plugins/kubernetes.io/csi/volumeDevices/publish/pv");

    private final List<PoolSpec> pools;
    private final Configuration configuration;
    private final SimulatedHost host = new SimulatedHost();
    private final SimulatedClock clock = new SimulatedClock();
    private Running running;

    /** What ends with the driver's process. */
    private record Running(LocalBackend backend, Operations operations, List<BindableService> services) {
        <T> T service(Class<T> type) {
            return services.stream()
                    .filter(type::isInstance)
                    .map(type::cast)
                    .findFirst()
                    .orElseThrow();
        }
    }

    public SimulatedDriver(List<PoolSpec> pools, Topology here) {
        this.pools = List.copyOf(pools);
        this.configuration = configuration("local.csi.zonal.dev", Backend.LOCAL, "n1", here);
        host.makeDirectories(PODS);
        running = begin();
    }

    static Configuration configuration(String driver, Backend backend, String node, Topology here) {
        return new Configuration(
                new ServerSettings(
                        new Endpoint(Path.of("/run/zonal/csi.sock")), 100, 8, Duration.ofMinutes(5), Duration.ZERO),
                new PluginSettings(driver, Mode.ALL, SpecVersion.V1_13, true),
                new FleetSettings(backend, AgentList.NONE, Optional.empty(), Optional.empty(), Optional.empty()),
                new NodeSettings(node, here, Map.of(), 64),
                new CloudSettings(
                        Optional.empty(),
                        Optional.empty(),
                        Path.of("/var/lib/zonal/cloud"),
                        "zonal",
                        Optional.empty(),
                        Optional.empty()),
                new PoolSettings(List.of(), Set.of(), 1.0, Set.of(), Path.of("/run/zonal")),
                new VolumeSettings(FilesystemType.EXT4, ByteSize.ofGibibytes(1), Set.of(), false),
                new KubeletSettings(KUBELET, Optional.empty()),
                new LogSettings(LogFormat.TEXT, Level.INFO),
                Optional.empty(),
                Optional.empty());
    }

    private Running begin() {
        PoolSettings settings = configuration.pools();
        LocalBackend backend = LocalBackend.open(
                new PoolOpening(
                        host.ports(),
                        settings.runDirectory(),
                        configuration.node().topology(),
                        clock,
                        new SplittableRandom(7)),
                pools,
                configuration.node().maximumVolumes());
        Operations operations = new Operations(
                configuration.server().nativeThreads(), configuration.server().maximumInFlight(), backend);
        return new Running(
                backend,
                operations,
                new Services(configuration, operations).overPools(backend, host.ports(), "1.0-test"));
    }

    /** The process ends where it stands, and another one begins. */
    public void restart() {
        running.operations().close();
        running.operations().awaitEnd(Duration.ofMinutes(1));
        host.kill();
        running = begin();
    }

    /** Waits until no operation runs any more, also none whose caller went away. */
    public void awaitQuiescence() {
        while (running.operations().claimed() > 0) {
            Thread.onSpinWait();
        }
    }

    public SimulatedHost host() {
        return host;
    }

    public SimulatedClock clock() {
        return clock;
    }

    public LocalBackend backend() {
        return running.backend();
    }

    public IdentityService identity() {
        return running.service(IdentityService.class);
    }

    public ControllerService controller() {
        return running.service(ControllerService.class);
    }

    public NodeService node() {
        return running.service(NodeService.class);
    }

    @Override
    public void close() {
        running.operations().close();
        running.backend().close();
    }
}
