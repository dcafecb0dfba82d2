package dev.zonal.csi.scheduling;

import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.MemoryBackend;
import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A controller on a socket, over a pool in memory on each of the nodes n1, n2 and n3, with a snapshot on n1. */
final class ThreeNodes implements AutoCloseable {
    static final String DRIVER = ControllerOnSocket.DRIVER;
    private static final HomeId FIRST = new HomeId("aaaaaa22");
    static final SnapshotId SNAPSHOT = SnapshotId.of("nightly", FIRST);

    private final MemoryBackend backend = new MemoryBackend();
    private final ControllerOnSocket controller;

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
        controller = new ControllerOnSocket(socket, backend, views);
    }

    @Override
    public void close() {
        controller.close();
    }
}
