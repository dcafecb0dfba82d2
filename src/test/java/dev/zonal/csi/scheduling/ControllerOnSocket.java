package dev.zonal.csi.scheduling;

import dev.zonal.csi.backend.MemoryBackend;
import dev.zonal.csi.concurrent.EveryHome;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.config.Configuration.Mode;
import dev.zonal.csi.config.Configuration.PluginSettings;
import dev.zonal.csi.config.Configuration.SpecVersion;
import dev.zonal.csi.controller.Homes;
import dev.zonal.csi.controller.NewContents;
import dev.zonal.csi.controller.Snapshots;
import dev.zonal.csi.controller.Volumes;
import dev.zonal.csi.metrics.CallMetrics;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.rpc.ControllerService;
import dev.zonal.csi.rpc.IdentityService;
import dev.zonal.csi.server.CallGuard;
import dev.zonal.csi.server.ServerThreads;
import dev.zonal.csi.server.SocketServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A controller that knows the pods, over pools in memory. */
final class ControllerOnSocket implements AutoCloseable {
    static final String DRIVER = "zonal.test";

    private final Operations operations = Operations.overNetwork(4, 1000, EveryHome.ALONE);
    private final ServerThreads threads = new ServerThreads();
    private final SocketServer server;

    ControllerOnSocket(Path socket, MemoryBackend backend, PodViews views) {
        Homes homes = new Homes(backend, Set.of());
        NewContents contents = new NewContents(backend, FilesystemType.EXT4, ByteSize.ofGibibytes(1));
        PluginSettings plugin = new PluginSettings(DRIVER, Mode.CONTROLLER, SpecVersion.V1_12, true);
        CallGuard guard =
                new CallGuard(new CallMetrics(new PrometheusRegistry()), threads, 1000, Duration.ofMinutes(1));
        server = SocketServer.start(
                socket,
                threads,
                guard,
                List.of(
                        new IdentityService(plugin, "1.0-test"),
                        new ControllerService(
                                plugin,
                                backend.features(),
                                new Volumes(backend, operations, contents, homes, views),
                                new Snapshots(backend, operations, homes))));
    }

    @Override
    public void close() {
        server.stop(Duration.ZERO);
        threads.close();
        operations.close();
    }
}
