package dev.zonal.csi.controller;

import dev.zonal.csi.backend.MemoryBackend;
import dev.zonal.csi.concurrent.EveryHome;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.CapacityRange;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.TopologyRequirement;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** The use cases of the controller over a backend in memory with the homes of {@link Places}, 100 GiB each. */
final class ControllerBench implements AutoCloseable {
    static final ByteSize ONE_GIB = ByteSize.ofGibibytes(1);
    static final ByteSize TWO_GIB = ByteSize.ofGibibytes(2);
    static final ByteSize DEFAULT_SIZE = ByteSize.ofGibibytes(5);
    static final HomeId FORGOTTEN = new HomeId("ffffff77");
    static final VolumeCapability EXT4 = mounted(Optional.of(FilesystemType.EXT4));
    static final VolumeCapability ANY_FILESYSTEM = mounted(Optional.empty());
    static final VolumeCapability XFS = mounted(Optional.of(FilesystemType.XFS));
    static final VolumeCapability BLOCK = new VolumeCapability(new AccessType.Block(), AccessMode.SINGLE_NODE_WRITER);

    final MemoryBackend backend = new MemoryBackend();
    final Operations operations = new Operations(4, 100, EveryHome.ALONE);
    final Homes homes = new Homes(backend, Set.of(FORGOTTEN));
    final Volumes volumes =
            new Volumes(backend, operations, new NewContents(backend, FilesystemType.EXT4, DEFAULT_SIZE), homes);
    final Snapshots snapshots = new Snapshots(backend, operations, homes);

    ControllerBench() {
        Places.ALL.forEach(home -> backend.with(home, ByteSize.ofGibibytes(100)));
    }

    static VolumeCapability mounted(Optional<FilesystemType> type) {
        return new VolumeCapability(new AccessType.Mounted(type, List.of()), AccessMode.SINGLE_NODE_WRITER);
    }

    /** A request for 1 GiB with ext4, anywhere. */
    static VolumeRequest request(String name) {
        return new VolumeRequest(
                name,
                CapacityRange.atLeast(ONE_GIB),
                Set.of(EXT4),
                VolumeParameters.DEFAULT,
                Optional.empty(),
                TopologyRequirement.NONE);
    }

    static VolumeRequest sized(VolumeRequest asked, CapacityRange capacity) {
        return new VolumeRequest(
                asked.name(),
                capacity,
                asked.capabilities(),
                asked.parameters(),
                asked.source(),
                asked.accessibility());
    }

    static VolumeRequest used(VolumeRequest asked, VolumeCapability... capabilities) {
        return new VolumeRequest(
                asked.name(),
                asked.capacity(),
                Set.of(capabilities),
                asked.parameters(),
                asked.source(),
                asked.accessibility());
    }

    static VolumeRequest with(VolumeRequest asked, VolumeParameters parameters) {
        return new VolumeRequest(
                asked.name(),
                asked.capacity(),
                asked.capabilities(),
                parameters,
                asked.source(),
                asked.accessibility());
    }

    static VolumeRequest copying(VolumeRequest asked, ContentSource source) {
        return new VolumeRequest(
                asked.name(),
                asked.capacity(),
                asked.capabilities(),
                asked.parameters(),
                Optional.of(source),
                asked.accessibility());
    }

    static VolumeRequest at(VolumeRequest asked, String requisite, String preferred) {
        return new VolumeRequest(
                asked.name(),
                asked.capacity(),
                asked.capabilities(),
                asked.parameters(),
                asked.source(),
                Places.requirement(requisite, preferred));
    }

    static VolumeParameters inPool(String pool) {
        VolumeParameters defaults = VolumeParameters.DEFAULT;
        return new VolumeParameters(
                Optional.of(pool), defaults.provisioning(), defaults.mkfsOptions(), defaults.mountOptions());
    }

    static SnapshotRequest snapshotOf(VolumeId source, String name) {
        return new SnapshotRequest(name, source, Consistency.SYNCED, TopologyRequirement.NONE);
    }

    static ContentSource content(Snapshot snapshot) {
        return new ContentSource.FromSnapshot(snapshot.id());
    }

    static ContentSource content(Volume volume) {
        return new ContentSource.FromVolume(volume.id());
    }

    /** Repeats a call while it is told that another one is running, as every caller of CSI does. */
    static <T> T retried(Supplier<T> call) {
        while (true) {
            try {
                return call.get();
            } catch (StorageException.Aborted _) {
                LockSupport.parkNanos(100_000);
            }
        }
    }

    @Override
    public void close() {
        operations.close();
    }
}
