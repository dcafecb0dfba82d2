package dev.zonal.csi.client;

import dev.zonal.csi.v1.CapacityRange;
import dev.zonal.csi.v1.CreateSnapshotRequest;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.DeleteSnapshotRequest;
import dev.zonal.csi.v1.DeleteVolumeRequest;
import dev.zonal.csi.v1.GetCapacityRequest;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import dev.zonal.csi.v1.ListVolumesRequest;
import dev.zonal.csi.v1.VolumeCapability;
import dev.zonal.csi.v1.VolumeCapability.AccessMode;
import dev.zonal.csi.v1.VolumeCapability.AccessMode.Mode;
import dev.zonal.csi.v1.VolumeCapability.MountVolume;

/** What orchestrators ask of every driver every day, once each. */
public final class EverydayCalls {
    private static final String NAME = "everyday";
    private static final long BYTES = 64L << 20;

    private EverydayCalls() {}

    /** Looks around, and makes a volume and a snapshot. */
    public static void make(CsiClient client) {
        client.identity().getPluginInfo();
        client.identity().getPluginCapabilities();
        client.identity().probe();
        client.controller().controllerGetCapabilities();
        client.controller().getCapacity(GetCapacityRequest.getDefaultInstance());
        String volume = client.controller()
                .createVolume(CreateVolumeRequest.newBuilder()
                        .setName(NAME)
                        .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(BYTES))
                        .addVolumeCapabilities(VolumeCapability.newBuilder()
                                .setMount(MountVolume.newBuilder().setFsType("ext4"))
                                .setAccessMode(AccessMode.newBuilder().setMode(Mode.SINGLE_NODE_WRITER)))
                        .build())
                .getVolume()
                .getVolumeId();
        client.controller()
                .createSnapshot(CreateSnapshotRequest.newBuilder()
                        .setName(NAME)
                        .setSourceVolumeId(volume)
                        .build());
    }

    /** Lists what is there, and deletes it. */
    public static void clearAway(CsiClient client) {
        ControllerClient controller = client.controller();
        controller
                .listSnapshots(ListSnapshotsRequest.getDefaultInstance())
                .getEntriesList()
                .forEach(entry -> controller.deleteSnapshot(DeleteSnapshotRequest.newBuilder()
                        .setSnapshotId(entry.getSnapshot().getSnapshotId())
                        .build()));
        controller
                .listVolumes(ListVolumesRequest.getDefaultInstance())
                .getEntriesList()
                .forEach(entry -> controller.deleteVolume(DeleteVolumeRequest.newBuilder()
                        .setVolumeId(entry.getVolume().getVolumeId())
                        .build()));
    }
}
