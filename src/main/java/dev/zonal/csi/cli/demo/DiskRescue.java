package dev.zonal.csi.cli.demo;

import dev.zonal.csi.cloud.ApiCall;
import dev.zonal.csi.cloud.FaultEffect;
import dev.zonal.csi.cloud.FaultPlan;
import dev.zonal.csi.v1.CreateSnapshotRequest;
import dev.zonal.csi.v1.Snapshot;
import dev.zonal.csi.v1.Volume;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Data that is lost in one zone comes back in another one, from a snapshot of the cloud. */
final class DiskRescue {
    private DiskRescue() {}

    static void snapshot(CloudScene stage) {
        Scene scene = stage.scene();
        Snapshot snapshot = scene.narrator()
                .call(
                        "CreateSnapshot",
                        Rescue.BEFORE + " of " + Placing.ORDERS + ", published and mounted",
                        CreateSnapshotRequest.newBuilder()
                                .setName(Rescue.BEFORE)
                                .setSourceVolumeId(scene.volumeId(Placing.ORDERS))
                                .build(),
                        scene.client().controller()::createSnapshot,
                        answer -> answer.getSnapshot().getSnapshotId())
                .getSnapshot();
        scene.snapshot(Rescue.BEFORE, snapshot.getSnapshotId());
        scene.narrator().promise("it is cut, and the cloud still stores it", !snapshot.getReadyToUse());
    }

    /** The driver waits for the snapshot, and then for the cloud to take the call. */
    static void restore(CloudScene stage) {
        Scene scene = stage.scene();
        FaultPlan throttling = new FaultPlan(
                Optional.of(ApiCall.CREATE_DISK),
                FaultEffect.THROTTLED,
                1,
                Duration.ZERO,
                OptionalInt.of(1),
                Optional.empty());
        scene.narrator().act("the cloud refuses the next CreateDisk as throttled", () -> {
            var _ = stage.cast().control().addFault(throttling);
        });
        Volume volume = VolumeCalls.create(
                scene,
                Rescue.RESTORED + " from " + Rescue.BEFORE + ", requisite zone=" + CloudCast.AWAY,
                DiskCalls.inZone(scene, Rescue.RESTORED, CloudCast.AWAY)
                        .setVolumeContentSource(VolumeCalls.ofSnapshot(scene.snapshotId(Rescue.BEFORE)))
                        .build());
        scene.narrator().promise("it is in zone " + CloudCast.AWAY, DiskCalls.isIn(volume, CloudCast.AWAY));
        boolean throttled = stage.cast().control().faults().stream().allMatch(fault -> fault.hits() == 1);
        long made = stage.cast().state().disks().stream()
                .filter(disk -> disk.source().isPresent())
                .count();
        scene.narrator().promise("the cloud refused it once, and made one disk", throttled && made == 1);
    }
}
