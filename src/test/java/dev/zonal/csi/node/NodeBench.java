package dev.zonal.csi.node;

import static java.util.Objects.requireNonNull;

import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.pool.PoolOpening;
import dev.zonal.csi.backend.local.pool.PoolSpec;
import dev.zonal.csi.concurrent.EveryHome;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Faults;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.host.ProbeResult;
import dev.zonal.csi.host.SimulatedClock;
import dev.zonal.csi.host.SimulatedHost;
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** A simulated node with a pool, and the use cases of the node on it. */
final class NodeBench implements AutoCloseable {
    static final Path KUBELET = Path.of("/var/lib/kubelet");
    static final Path STAGED = KUBELET.resolve("staged");
    static final Path POD = target("pod");
    static final Path OTHER_POD = target("other");
    static final ByteSize SIZE = ByteSize.ofMebibytes(512);
    static final ByteSize LARGER = ByteSize.ofGibibytes(1);

    static final VolumeCapability EXT4 = mounted(FilesystemType.EXT4);
    static final VolumeCapability XFS = mounted(FilesystemType.XFS);
    static final VolumeCapability BLOCK = new VolumeCapability(new AccessType.Block(), AccessMode.SINGLE_NODE_WRITER);

    final SimulatedHost host = new SimulatedHost();
    private Path pool = Path.of("/pool");
    LocalBackend backend = open();
    Operations operations = new Operations(2, 10, EveryHome.ALONE);
    Staging staging = newStaging();
    Publishing publishing = newPublishing();
    Expansion expansion = newExpansion();
    Statistics statistics = newStatistics();

    NodeBench() {
        for (Path target : List.of(POD, OTHER_POD)) {
            host.makeDirectories(requireNonNull(target.getParent()));
        }
        host.faults().clear();
    }

    /** Where kubelet has a volume of that pod published. */
    private static Path target(String pod) {
        return KUBELET.resolve("pods/" + pod + "/volumes/kubernetes.io~csi/pv/mount");
    }

    /** The driver's process ends, and another one begins. */
    void restart() {
        operations.close();
        host.kill();
        begin();
    }

    /** The same, and the next one has another pool. */
    void restartWithoutPool() {
        operations.close();
        host.kill();
        host.makeDirectories(Path.of("/another"));
        pool = Path.of("/another");
        begin();
    }

    /** A new process on a host that has just started, or whose driver was killed. */
    void begin() {
        backend = open();
        operations = new Operations(2, 10, EveryHome.ALONE);
        staging = newStaging();
        publishing = newPublishing();
        expansion = newExpansion();
        statistics = newStatistics();
        host.faults().clear();
    }

    private LocalBackend open() {
        return LocalBackend.open(
                new PoolOpening(
                        host.ports(),
                        Path.of("/run/zonal"),
                        Topology.of(Map.of("node", "n1")),
                        new SimulatedClock(),
                        new SplittableRandom(7)),
                List.of(PoolSpec.of("default", pool, Optional.empty())),
                64);
    }

    private TargetPaths paths() {
        return new TargetPaths(host.ports().files(), new KubeletFolder(KUBELET, false), path -> backend.keeps(path));
    }

    private Staging newStaging() {
        VolumeFilesystem filesystem = new VolumeFilesystem(
                backend, host.ports().filesystems(), host.ports().mounts(), FilesystemType.EXT4);
        return new Staging(backend, host.ports().mounts(), filesystem, paths(), files(), operations);
    }

    private Publishing newPublishing() {
        return new Publishing(backend, host.ports().mounts(), paths(), files(), operations);
    }

    private Expansion newExpansion() {
        return new Expansion(backend, host.ports().filesystems(), host.ports().mounts(), paths(), operations);
    }

    private Statistics newStatistics() {
        return new Statistics(
                backend,
                host.ports().files(),
                host.ports().filesystems(),
                host.ports().mounts(),
                operations);
    }

    static VolumeCapability mounted(FilesystemType type) {
        return as(type, AccessMode.SINGLE_NODE_WRITER);
    }

    static VolumeCapability as(FilesystemType type, AccessMode mode, String... flags) {
        return new VolumeCapability(new AccessType.Mounted(Optional.of(type), List.of(flags)), mode);
    }

    static VolumeCapability anyFilesystem() {
        return new VolumeCapability(new AccessType.Mounted(Optional.empty(), List.of()), AccessMode.SINGLE_NODE_WRITER);
    }

    VolumeId id(String name) {
        return VolumeId.of(name, backend.homes().getFirst().id());
    }

    /** Makes a volume of {@link #SIZE} for that use. */
    VolumeId volume(String name, VolumeCapability capability) {
        return volume(name, capability, SIZE);
    }

    VolumeId volume(String name, VolumeCapability capability, ByteSize size) {
        return make(name, Set.of(capability), size, Optional.empty());
    }

    VolumeId volume(String name, Set<VolumeCapability> capabilities) {
        return make(name, capabilities, SIZE, Optional.empty());
    }

    VolumeId copy(String name, VolumeId source, VolumeCapability capability, ByteSize size) {
        return make(name, Set.of(capability), size, Optional.of(new ContentSource.FromVolume(source)));
    }

    private VolumeId make(String name, Set<VolumeCapability> uses, ByteSize size, Optional<ContentSource> source) {
        VolumeId id = id(name);
        backend.createVolume(new NewVolume(id, name, size, uses, VolumeParameters.DEFAULT, source));
        host.faults().clear();
        return id;
    }

    Volume find(VolumeId id) {
        return backend.volume(id).orElseThrow();
    }

    /** Makes a volume and stages it at {@link #STAGED}. */
    VolumeId staged(String name, VolumeCapability capability) {
        VolumeId id = volume(name, capability);
        staging.stage(id, STAGED, capability);
        return id;
    }

    void publish(VolumeId id, Path target, VolumeCapability capability, boolean readOnly) {
        publishing.publish(new PublishRequest(id, STAGED, target, capability, readOnly));
    }

    Path device(VolumeId id) {
        return backend.attached(id, false).orElseThrow();
    }

    /** How large the filesystem on the volume's device says that it is. */
    ByteSize filesystemSize(VolumeId id) {
        return ((ProbeResult.Filesystem) host.ports().filesystems().probe(device(id))).size();
    }

    FileTree files() {
        return host.ports().files();
    }

    /** Every call of the host that is written so fails, until the faults are cleared. */
    void refuse(String beginning, Errno errno) {
        host.faults().refuse(new Faults.Refusal(beginning, errno));
    }

    /** The mounts below kubelet's directory, in the order in which they were made. */
    List<Mount> mounts() {
        return host.mountTable().stream()
                .filter(mount -> mount.target().startsWith(KUBELET))
                .toList();
    }

    List<Path> mountpoints() {
        return mounts().stream().map(Mount::target).toList();
    }

    int loops() {
        return host.loopTable().size();
    }

    boolean exists(Path path) {
        return files().status(path).isPresent();
    }

    @Override
    public void close() {
        operations.close();
        backend.close();
    }
}
