package dev.zonal.csi.rpc;

import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.pool.PoolOpening;
import dev.zonal.csi.backend.local.pool.PoolSpec;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.config.Configuration.Mode;
import dev.zonal.csi.config.Configuration.PluginSettings;
import dev.zonal.csi.config.Configuration.SpecVersion;
import dev.zonal.csi.controller.Homes;
import dev.zonal.csi.controller.NewContents;
import dev.zonal.csi.controller.Snapshots;
import dev.zonal.csi.controller.Volumes;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.SimulatedClock;
import dev.zonal.csi.host.SimulatedHost;
import dev.zonal.csi.maintenance.GarbageCollection;
import dev.zonal.csi.maintenance.ObjectNames;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.node.Expansion;
import dev.zonal.csi.node.Introduction;
import dev.zonal.csi.node.KubeletFolder;
import dev.zonal.csi.node.NodeInfo;
import dev.zonal.csi.node.Publishing;
import dev.zonal.csi.node.Staging;
import dev.zonal.csi.node.Statistics;
import dev.zonal.csi.node.TargetPaths;
import dev.zonal.csi.node.VolumeFilesystem;
import dev.zonal.csi.v1.ControllerGrpc;
import dev.zonal.csi.v1.IdentityGrpc;
import dev.zonal.csi.v1.NodeGrpc;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** All three services on a real socket, over a pool on a simulated host, with a client. */
final class ServedDriver implements AutoCloseable {
    static final Topology HERE = Topology.of(Map.of("topology.test/zone", "a", "topology.test/node", "n1"));
    static final PluginSettings PLUGIN = new PluginSettings("local.csi.zonal.dev", Mode.ALL, SpecVersion.V1_12, true);

    static final Path KUBELET = Path.of("/var/lib/kubelet");

    static final int NATIVE_THREADS = 8;
    static final int MOST_QUEUED = 64;
    static final int MOST_IN_FLIGHT = ServedServices.MOST_IN_FLIGHT;
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(5);

    final SimulatedHost host = new SimulatedHost();
    private final LocalBackend backend;
    private final Operations operations;
    private final ServedServices served;

    ServedDriver() {
        this(PLUGIN);
    }

    ServedDriver(PluginSettings plugin) {
        this(plugin, ports -> ports, CALL_TIMEOUT);
    }

    /**
     * @param around what the driver sees of the host
     * @param callTimeout how long a call may take whose caller names no deadline
     */
    ServedDriver(PluginSettings plugin, UnaryOperator<Host> around, Duration callTimeout) {
        this(plugin, around, callTimeout, Path.of("/pool"));
    }

    /**
     * The driver on a host that the caller has.
     *
     * @param pool a directory there
     */
    static ServedDriver on(Host ports, Path pool) {
        return new ServedDriver(PLUGIN, _ -> ports, CALL_TIMEOUT, pool);
    }

    private ServedDriver(PluginSettings plugin, UnaryOperator<Host> around, Duration callTimeout, Path pool) {
        Host ports = around.apply(host.ports());
        backend = LocalBackend.open(
                new PoolOpening(ports, Path.of("/run/zonal"), HERE, new SimulatedClock(), new SplittableRandom(7)),
                List.of(PoolSpec.of("default", pool, Optional.empty())),
                64);
        operations = new Operations(NATIVE_THREADS, MOST_QUEUED, backend);
        Homes homes = new Homes(backend, Set.of());
        NewContents contents = new NewContents(backend, FilesystemType.EXT4, ByteSize.ofGibibytes(1));
        TargetPaths paths = new TargetPaths(ports.files(), new KubeletFolder(KUBELET, false), backend::keeps);
        VolumeFilesystem filesystem =
                new VolumeFilesystem(backend, ports.filesystems(), ports.mounts(), FilesystemType.EXT4);
        served = new ServedServices(
                List.of(
                        new IdentityService(plugin, "1.0-test"),
                        new MaintenanceService(
                                new GarbageCollection(backend.housekeeping(), operations), new ObjectNames(backend)),
                        new ControllerService(
                                plugin,
                                backend.features(),
                                new Volumes(backend, operations, contents, homes),
                                new Snapshots(backend, operations, homes)),
                        new NodeService(
                                plugin,
                                () -> new NodeInfo("n1", 64, HERE),
                                new Introduction(backend, operations),
                                new Staging(backend, ports.mounts(), filesystem, paths, ports.files(), operations),
                                new Publishing(backend, ports.mounts(), paths, ports.files(), operations),
                                new Expansion(backend, ports.filesystems(), ports.mounts(), paths, operations),
                                new Statistics(
                                        backend, ports.files(), ports.filesystems(), ports.mounts(), operations))),
                callTimeout);
    }

    IdentityGrpc.IdentityBlockingStub identity() {
        return IdentityGrpc.newBlockingStub(served.channel());
    }

    ControllerGrpc.ControllerBlockingStub controller() {
        return ControllerGrpc.newBlockingStub(served.channel());
    }

    NodeGrpc.NodeBlockingStub node() {
        return NodeGrpc.newBlockingStub(served.channel());
    }

    ManagedChannel channel() {
        return served.channel();
    }

    /** A further client, with a connection of its own. */
    ManagedChannel anotherChannel() {
        return served.anotherChannel();
    }

    String metrics() {
        return served.metrics();
    }

    /** How many objects are claimed by operations that run. */
    int claimed() {
        return operations.claimed();
    }

    /** How many operations wait for a thread. */
    int queued() {
        return operations.queued();
    }

    @Override
    public void close() {
        served.close();
        operations.close();
        backend.close();
    }
}
