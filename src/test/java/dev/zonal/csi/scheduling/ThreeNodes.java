package dev.zonal.csi.scheduling;

import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.MemoryBackend;
import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
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
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import dev.zonal.csi.rpc.ControllerService;
import dev.zonal.csi.rpc.IdentityService;
import dev.zonal.csi.server.CallGuard;
import dev.zonal.csi.server.ServerThreads;
import dev.zonal.csi.server.SocketServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A controller on a socket, over a pool in memory on each of the nodes n1, n2 and n3, with a snapshot on n1. */
final class ThreeNodes implements AutoCloseable {
    static final String DRIVER = "zonal.test";
    private static final HomeId FIRST = new HomeId("aaaaaa22");
    static final SnapshotId SNAPSHOT = SnapshotId.of("nightly", FIRST);

    private final MemoryBackend backend = new MemoryBackend();
    private final Operations operations = new Operations(4, 1000, EveryHome.ALONE);
    private final ServerThreads threads = new ServerThreads();
    private final SocketServer server;

    ThreeNodes(Path socket, PodViews views) {
        List.of("aaaaaa22", "aaaaaa33", "aaaaaa44")
                .forEach(id -> backend.with(
                        new Home(
                                new HomeId(id),
                                "default",
                                Topology.of(Map.of("topology.zonal.test/node", "n" + (id.charAt(7) - '1')))),
                        ByteSize.ofGibibytes(1000)));
        VolumeId source = VolumeId.of("source", FIRST);
        backend.createVolume(new NewVolume(
                source,
                "source",
                ByteSize.ofGibibytes(1),
                Set.of(new VolumeCapability(
                        new AccessType.Mounted(Optional.empty(), List.of()), AccessMode.SINGLE_NODE_WRITER)),
                VolumeParameters.DEFAULT,
                Optional.empty()));
        backend.createSnapshot(new NewSnapshot(SNAPSHOT, "nightly", source, Consistency.SYNCED));
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
