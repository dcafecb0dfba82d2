package dev.zonal.csi.cli.demo;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.v1.DeleteSnapshotRequest;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import dev.zonal.csi.v1.ListSnapshotsResponse;
import dev.zonal.csi.v1.ListVolumesRequest;
import dev.zonal.csi.v1.ListVolumesResponse;
import dev.zonal.csi.v1.Snapshot;
import dev.zonal.csi.v1.Volume;
import java.util.List;

/** What is left at the end of the story, and that it can all go, in any order. */
final class Ending {
    private Ending() {}

    static void list(Scene scene) {
        ListVolumesResponse volumes = volumes(scene);
        Table volumeTable = Table.of("VOLUME", "CAPACITY", "ACCESSIBLE FROM");
        for (ListVolumesResponse.Entry entry : volumes.getEntriesList()) {
            Volume volume = entry.getVolume();
            volumeTable.row(
                    volume.getVolumeId(),
                    HumanReadable.size(volume.getCapacityBytes()),
                    HumanReadable.places(volume.getAccessibleTopologyList()));
        }
        scene.narrator().picture(volumeTable);
        ListSnapshotsResponse snapshots = snapshots(scene);
        Table snapshotTable = Table.of("SNAPSHOT", "OF VOLUME", "CREATED");
        for (ListSnapshotsResponse.Entry entry : snapshots.getEntriesList()) {
            Snapshot snapshot = entry.getSnapshot();
            snapshotTable.row(
                    snapshot.getSnapshotId(),
                    snapshot.getSourceVolumeId(),
                    HumanReadable.time(snapshot.getCreationTime()));
        }
        scene.narrator().picture(snapshotTable);
        scene.narrator()
                .promise(
                        "two volumes and one snapshot, and nothing half-made",
                        volumes.getEntriesCount() == 2 && snapshots.getEntriesCount() == 1);
    }

    static void cleanUp(Scene scene) {
        scene.volumeNames().forEach(name -> VolumeCalls.putAway(scene, name));
        deleteAll(scene);
    }

    /** What is used nowhere any more. */
    static void deleteAll(Scene scene) {
        List.copyOf(scene.volumeNames()).forEach(name -> VolumeCalls.delete(scene, name));
        scene.narrator()
                .call(
                        "DeleteSnapshot",
                        Rescue.BEFORE,
                        DeleteSnapshotRequest.newBuilder()
                                .setSnapshotId(scene.snapshotId(Rescue.BEFORE))
                                .build(),
                        scene.client().controller()::deleteSnapshot,
                        _ -> "");
        scene.narrator()
                .promise(
                        "no volume and no snapshot is left",
                        volumes(scene).getEntriesCount() == 0
                                && snapshots(scene).getEntriesCount() == 0);
    }

    private static ListVolumesResponse volumes(Scene scene) {
        return scene.narrator()
                .call(
                        "ListVolumes",
                        "",
                        ListVolumesRequest.getDefaultInstance(),
                        scene.client().controller()::listVolumes,
                        _ -> "");
    }

    private static ListSnapshotsResponse snapshots(Scene scene) {
        return scene.narrator()
                .call(
                        "ListSnapshots",
                        "",
                        ListSnapshotsRequest.getDefaultInstance(),
                        scene.client().controller()::listSnapshots,
                        _ -> "");
    }
}
