package dev.zonal.csi.cli.demo;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.v1.CapacityRange;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.DeleteVolumeRequest;
import dev.zonal.csi.v1.NodePublishVolumeRequest;
import dev.zonal.csi.v1.NodeStageVolumeRequest;
import dev.zonal.csi.v1.NodeUnpublishVolumeRequest;
import dev.zonal.csi.v1.NodeUnstageVolumeRequest;
import dev.zonal.csi.v1.Volume;
import dev.zonal.csi.v1.VolumeCapability;
import dev.zonal.csi.v1.VolumeContentSource;

/** The calls that every volume of the story goes through, made as an orchestrator makes them. */
final class VolumeCalls {
    private static final long SIZE_BYTES = 1L << 30;

    /** A filesystem that one node writes. */
    static final VolumeCapability CAPABILITY = VolumeCapability.newBuilder()
            .setMount(VolumeCapability.MountVolume.newBuilder().setFsType("ext4"))
            .setAccessMode(VolumeCapability.AccessMode.newBuilder()
                    .setMode(VolumeCapability.AccessMode.Mode.SINGLE_NODE_WRITER))
            .build();

    private VolumeCalls() {}

    /** A request for a volume of the story, without wishes where it lives. */
    static CreateVolumeRequest.Builder request(String name) {
        return CreateVolumeRequest.newBuilder()
                .setName(name)
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(SIZE_BYTES))
                .addVolumeCapabilities(CAPABILITY);
    }

    static VolumeContentSource ofSnapshot(String id) {
        return VolumeContentSource.newBuilder()
                .setSnapshot(VolumeContentSource.SnapshotSource.newBuilder().setSnapshotId(id))
                .build();
    }

    static VolumeContentSource ofVolume(String id) {
        return VolumeContentSource.newBuilder()
                .setVolume(VolumeContentSource.VolumeSource.newBuilder().setVolumeId(id))
                .build();
    }

    static Volume create(Scene scene, String said, CreateVolumeRequest request) {
        Volume volume = scene.narrator()
                .call(
                        "CreateVolume",
                        said,
                        request,
                        scene.client().controller()::createVolume,
                        answer -> answer.getVolume().getVolumeId() + " of "
                                + HumanReadable.size(answer.getVolume().getCapacityBytes()) + ", accessible from "
                                + HumanReadable.places(answer.getVolume().getAccessibleTopologyList()))
                .getVolume();
        scene.volume(request.getName(), volume.getVolumeId());
        return volume;
    }

    static void use(Scene scene, String name) {
        scene.narrator()
                .call(
                        "NodeStageVolume",
                        name + " at staging/" + name,
                        NodeStageVolumeRequest.newBuilder()
                                .setVolumeId(scene.volumeId(name))
                                .putAllPublishContext(scene.publishContext(name))
                                .setStagingTargetPath(scene.staging(name).toString())
                                .setVolumeCapability(CAPABILITY)
                                .build(),
                        scene.node()::nodeStageVolume,
                        _ -> "");
        scene.narrator()
                .call(
                        "NodePublishVolume",
                        name + " at pods/" + name,
                        NodePublishVolumeRequest.newBuilder()
                                .setVolumeId(scene.volumeId(name))
                                .putAllPublishContext(scene.publishContext(name))
                                .setStagingTargetPath(scene.staging(name).toString())
                                .setTargetPath(scene.target(name).toString())
                                .setVolumeCapability(CAPABILITY)
                                .build(),
                        scene.node()::nodePublishVolume,
                        _ -> "");
    }

    static void putAway(Scene scene, String name) {
        scene.narrator()
                .call(
                        "NodeUnpublishVolume",
                        name,
                        NodeUnpublishVolumeRequest.newBuilder()
                                .setVolumeId(scene.volumeId(name))
                                .setTargetPath(scene.target(name).toString())
                                .build(),
                        scene.node()::nodeUnpublishVolume,
                        _ -> "");
        scene.narrator()
                .call(
                        "NodeUnstageVolume",
                        name,
                        NodeUnstageVolumeRequest.newBuilder()
                                .setVolumeId(scene.volumeId(name))
                                .setStagingTargetPath(scene.staging(name).toString())
                                .build(),
                        scene.node()::nodeUnstageVolume,
                        _ -> "");
    }

    static void delete(Scene scene, String name) {
        scene.narrator()
                .call(
                        "DeleteVolume",
                        name,
                        DeleteVolumeRequest.newBuilder()
                                .setVolumeId(scene.volumeId(name))
                                .build(),
                        scene.client().controller()::deleteVolume,
                        _ -> "");
        scene.forgetVolume(name);
    }
}
