package dev.zonal.csi.driver.crash;

import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.v1.Volume;
import java.nio.file.Path;

/** Reads what objects hold, through real mounts, and leaves them as they were found. */
final class Contents {
    private final Workload workload;
    private final Tally tally;

    Contents(Workload workload, Tally tally) {
        this.workload = workload;
        this.tally = tally;
    }

    void check(Entry entry, Use use, Written written) {
        tally.checkedObjects.increment();
        tally.checkedStamps.add(written.synced().size());
        if (written.begun().isEmpty()) {
            // Staging it only to look would format it.
            return;
        }
        switch (entry) {
            case VolumeEntry volume -> check(volume, use, written);
            case SnapshotEntry snapshot -> check(snapshot, written);
        }
    }

    private void check(VolumeEntry entry, Use use, Written written) {
        Volume volume = entry.volume();
        Path target = workload.targetPath(volume);
        switch (use) {
            case PUBLISHED -> Application.check(target, entry.kind(), written, entry.toString());
            case STAGED -> {
                workload.publish(volume, entry.kind().capability(), target, false);
                Application.check(target, entry.kind(), written, entry.toString());
                workload.unpublish(volume, target);
            }
            case ATTACHED -> {
                workload.stage(volume, entry.kind().capability(), entry.context());
                workload.publish(volume, entry.kind().capability(), target, false);
                Application.check(target, entry.kind(), written, entry.toString());
                workload.unpublish(volume, target);
                workload.unstage(volume);
            }
            case NOWHERE -> checkStaging(volume, entry, written);
        }
    }

    private void check(SnapshotEntry entry, Written written) {
        Volume restored = workload.create(Workload.volume(
                        "look-" + entry.name(), entry.mebibytes(), entry.kind().capability())
                .setVolumeContentSource(Workload.contentOf(entry.snapshot())));
        checkStaging(restored, entry, written);
        workload.delete(restored);
    }

    private void checkStaging(Volume volume, Entry entry, Written written) {
        Path target = workload.publish(volume, entry.kind().capability());
        Application.check(target, entry.kind(), written, entry.toString());
        workload.retire(volume);
    }
}
