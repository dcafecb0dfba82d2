package dev.zonal.csi.cli.demo;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.v1.CreateSnapshotRequest;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.Snapshot;
import dev.zonal.csi.v1.Volume;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Data is lost by mistake, and comes back from a snapshot. */
final class Rescue {
    static final String BEFORE = "before-the-mistake";
    static final String RESTORED = "orders-restored";

    /** A snapshot that copied data would add about all of it; the records of a clone are far below an eighth. */
    private static final int LEAST_RATIO = 8;

    private Rescue() {}

    static void snapshot(Scene scene) {
        long before = scene.pool().usedBytes();
        Snapshot snapshot = scene.narrator()
                .call(
                        "CreateSnapshot",
                        BEFORE + " of " + Placing.ORDERS + ", published and mounted",
                        CreateSnapshotRequest.newBuilder()
                                .setName(BEFORE)
                                .setSourceVolumeId(scene.volumeId(Placing.ORDERS))
                                .build(),
                        scene.client().controller()::createSnapshot,
                        answer -> answer.getSnapshot().getSnapshotId() + " of "
                                + HumanReadable.time(answer.getSnapshot().getCreationTime()))
                .getSnapshot();
        long added = scene.pool().usedBytes() - before;
        scene.snapshot(BEFORE, snapshot.getSnapshotId());
        scene.narrator()
                .fact("it took " + added + " bytes of the pool, for " + HumanReadable.size(SampleFiles.totalBytes())
                        + " of files");
        scene.narrator().promise("ready to use at once", snapshot.getReadyToUse());
        scene.narrator().promise("no data was copied", added < SampleFiles.totalBytes() / LEAST_RATIO);
    }

    static void mistake(Scene scene) {
        Path folder = scene.target(Placing.ORDERS);
        scene.narrator().act("rm -r invoices; overwrite orders.db and customers.csv", () -> SampleFiles.damage(folder));
        List<String> lost = differences(scene.checksums(), SampleFiles.checksums(folder));
        scene.narrator().fact("lost: " + String.join(", ", lost));
        scene.narrator().promise("the data is really gone from " + Placing.ORDERS, lost.size() == 4);
    }

    static void restore(Scene scene) {
        CreateVolumeRequest request = VolumeCalls.request(RESTORED)
                .setVolumeContentSource(VolumeCalls.ofSnapshot(scene.snapshotId(BEFORE)))
                .setAccessibilityRequirements(Placing.here(scene))
                .build();
        Volume volume = VolumeCalls.create(scene, RESTORED + " from " + BEFORE + ", requisite zone=a", request);
        scene.narrator().promise("it is where its pod may run", Placing.landedHere(volume));
        VolumeCalls.use(scene, RESTORED);
    }

    static void compare(Scene scene) {
        Map<String, String> restored = SampleFiles.checksums(scene.target(RESTORED));
        scene.narrator().fact(restored.size() + " files, SHA-256 of each compared");
        scene.narrator().promise("every file is as it was before the mistake", restored.equals(scene.checksums()));
        scene.narrator()
                .promise(
                        Placing.ORDERS + " itself is untouched by the restore",
                        !SampleFiles.checksums(scene.target(Placing.ORDERS)).equals(scene.checksums()));
    }

    /** The files that are missing or not what they were. */
    private static List<String> differences(Map<String, String> then, Map<String, String> now) {
        return then.entrySet().stream()
                .filter(file -> !file.getValue().equals(now.get(file.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
