package dev.zonal.csi.driver;

import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.CapacityRange;
import dev.zonal.csi.v1.ControllerExpandVolumeRequest;
import dev.zonal.csi.v1.ControllerPublishVolumeRequest;
import dev.zonal.csi.v1.ControllerUnpublishVolumeRequest;
import dev.zonal.csi.v1.CreateSnapshotRequest;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.DeleteSnapshotRequest;
import dev.zonal.csi.v1.DeleteVolumeRequest;
import dev.zonal.csi.v1.NodeExpandVolumeRequest;
import dev.zonal.csi.v1.NodePublishVolumeRequest;
import dev.zonal.csi.v1.NodeStageVolumeRequest;
import dev.zonal.csi.v1.NodeUnpublishVolumeRequest;
import dev.zonal.csi.v1.NodeUnstageVolumeRequest;
import dev.zonal.csi.v1.Snapshot;
import dev.zonal.csi.v1.TopologyRequirement;
import dev.zonal.csi.v1.Volume;
import dev.zonal.csi.v1.VolumeCapability;
import dev.zonal.csi.v1.VolumeCapability.AccessMode;
import dev.zonal.csi.v1.VolumeCapability.AccessMode.Mode;
import dev.zonal.csi.v1.VolumeCapability.BlockVolume;
import dev.zonal.csi.v1.VolumeCapability.MountVolume;
import dev.zonal.csi.v1.VolumeContentSource;
import dev.zonal.csi.v1.VolumeContentSource.SnapshotSource;
import dev.zonal.csi.v1.VolumeContentSource.VolumeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What an orchestrator does with a driver for a workload, in the fewest words; all of it through the socket. */
public final class Workload implements AutoCloseable {
    public static final long MEBIBYTE = 1L << 20;

    private final CsiClient client;
    private final CsiClient node;
    private final Path folder;
    private final TopologyRequirement place;
    private final Optional<String> attachedTo;

    public Workload(RealDriver driver) {
        this(driver.client(), driver.folder());
    }

    /** @param folder for what is staged and published */
    public Workload(CsiClient client, Path folder) {
        this(client, client, folder, TopologyRequirement.getDefaultInstance());
    }

    /**
     * Of a node that has a controller elsewhere.
     *
     * @param client of the controller
     * @param place where new volumes shall be
     */
    public Workload(CsiClient client, CsiClient node, Path folder, TopologyRequirement place) {
        this(client, node, folder, place, Optional.empty());
    }

    /** @param attachedTo the id of the node, where the controller has to take volumes there before they are staged */
    public Workload(
            CsiClient client, CsiClient node, Path folder, TopologyRequirement place, Optional<String> attachedTo) {
        this.client = client;
        this.node = node;
        this.folder = folder;
        this.place = place;
        this.attachedTo = attachedTo;
    }

    public CsiClient client() {
        return client;
    }

    public static VolumeCapability mount(String filesystem) {
        return VolumeCapability.newBuilder()
                .setMount(MountVolume.newBuilder().setFsType(filesystem))
                .setAccessMode(AccessMode.newBuilder().setMode(Mode.SINGLE_NODE_WRITER))
                .build();
    }

    public static VolumeCapability block() {
        return VolumeCapability.newBuilder()
                .setBlock(BlockVolume.getDefaultInstance())
                .setAccessMode(AccessMode.newBuilder().setMode(Mode.SINGLE_NODE_WRITER))
                .build();
    }

    /** A request for a volume, to be completed where a test needs more. */
    public static CreateVolumeRequest.Builder volume(String name, long mebibytes, VolumeCapability capability) {
        return CreateVolumeRequest.newBuilder()
                .setName(name)
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(mebibytes * MEBIBYTE))
                .addVolumeCapabilities(capability);
    }

    public Volume create(CreateVolumeRequest.Builder request) {
        CreateVolumeRequest placed = place.equals(TopologyRequirement.getDefaultInstance())
                ? request.build()
                : request.setAccessibilityRequirements(place).build();
        return client.controller().createVolume(placed).getVolume();
    }

    public Volume create(String name, long mebibytes, VolumeCapability capability) {
        return create(volume(name, mebibytes, capability));
    }

    public Snapshot snapshot(String name, Volume source, Map<String, String> parameters) {
        return client.controller()
                .createSnapshot(CreateSnapshotRequest.newBuilder()
                        .setName(name)
                        .setSourceVolumeId(source.getVolumeId())
                        .putAllParameters(parameters)
                        .build())
                .getSnapshot();
    }

    public Snapshot snapshot(String name, Volume source) {
        return snapshot(name, source, Map.of());
    }

    public static VolumeContentSource contentOf(Snapshot snapshot) {
        return VolumeContentSource.newBuilder()
                .setSnapshot(SnapshotSource.newBuilder().setSnapshotId(snapshot.getSnapshotId()))
                .build();
    }

    public static VolumeContentSource contentOf(Volume volume) {
        return VolumeContentSource.newBuilder()
                .setVolume(VolumeSource.newBuilder().setVolumeId(volume.getVolumeId()))
                .build();
    }

    public Path stagingPath(Volume volume) {
        return folder.resolve("stage-" + volume.getVolumeId());
    }

    public Path targetPath(Volume volume) {
        return folder.resolve("pod-" + volume.getVolumeId());
    }

    /** Returns what the node has to be told of it. */
    public Map<String, String> attach(Volume volume, VolumeCapability capability) {
        return attachedTo
                .map(nodeId -> client.controller()
                        .controllerPublishVolume(ControllerPublishVolumeRequest.newBuilder()
                                .setVolumeId(volume.getVolumeId())
                                .setNodeId(nodeId)
                                .setVolumeCapability(capability)
                                .build())
                        .getPublishContextMap())
                .orElse(Map.of());
    }

    public void detach(Volume volume) {
        attachedTo.ifPresent(nodeId -> client.controller()
                .controllerUnpublishVolume(ControllerUnpublishVolumeRequest.newBuilder()
                        .setVolumeId(volume.getVolumeId())
                        .setNodeId(nodeId)
                        .build()));
    }

    public void stage(Volume volume, VolumeCapability capability) {
        stage(volume, capability, attach(volume, capability));
    }

    public void stage(Volume volume, VolumeCapability capability, Map<String, String> context) {
        try {
            Files.createDirectories(stagingPath(volume));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
        node.node()
                .nodeStageVolume(NodeStageVolumeRequest.newBuilder()
                        .setVolumeId(volume.getVolumeId())
                        .setStagingTargetPath(stagingPath(volume).toString())
                        .setVolumeCapability(capability)
                        .putAllPublishContext(context)
                        .build());
    }

    /** Stages and publishes the volume, and returns where the workload sees it. */
    public Path publish(Volume volume, VolumeCapability capability) {
        stage(volume, capability);
        return publish(volume, capability, targetPath(volume), false);
    }

    public Path publish(Volume volume, VolumeCapability capability, Path target, boolean readOnly) {
        node.node()
                .nodePublishVolume(NodePublishVolumeRequest.newBuilder()
                        .setVolumeId(volume.getVolumeId())
                        .setStagingTargetPath(stagingPath(volume).toString())
                        .setTargetPath(target.toString())
                        .setVolumeCapability(capability)
                        .setReadonly(readOnly)
                        .build());
        return target;
    }

    public void unpublish(Volume volume, Path target) {
        node.node()
                .nodeUnpublishVolume(NodeUnpublishVolumeRequest.newBuilder()
                        .setVolumeId(volume.getVolumeId())
                        .setTargetPath(target.toString())
                        .build());
    }

    public void unstage(Volume volume) {
        node.node()
                .nodeUnstageVolume(NodeUnstageVolumeRequest.newBuilder()
                        .setVolumeId(volume.getVolumeId())
                        .setStagingTargetPath(stagingPath(volume).toString())
                        .build());
    }

    /** Unpublishes and unstages the volume, and takes it from the node. */
    public void retire(Volume volume) {
        unpublish(volume, targetPath(volume));
        unstage(volume);
        detach(volume);
    }

    public void delete(Volume volume) {
        client.controller()
                .deleteVolume(DeleteVolumeRequest.newBuilder()
                        .setVolumeId(volume.getVolumeId())
                        .build());
    }

    public void delete(Snapshot snapshot) {
        client.controller()
                .deleteSnapshot(DeleteSnapshotRequest.newBuilder()
                        .setSnapshotId(snapshot.getSnapshotId())
                        .build());
    }

    public void expand(Volume volume, long mebibytes) {
        client.controller()
                .controllerExpandVolume(ControllerExpandVolumeRequest.newBuilder()
                        .setVolumeId(volume.getVolumeId())
                        .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(mebibytes * MEBIBYTE))
                        .build());
    }

    public long expandOnNode(Volume volume) {
        return node.node()
                .nodeExpandVolume(NodeExpandVolumeRequest.newBuilder()
                        .setVolumeId(volume.getVolumeId())
                        .setVolumePath(targetPath(volume).toString())
                        .build())
                .getCapacityBytes();
    }

    @Override
    public void close() {
        client.close();
        node.close();
    }
}
