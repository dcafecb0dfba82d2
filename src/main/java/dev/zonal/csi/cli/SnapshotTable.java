package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.v1.Snapshot;
import java.util.Collection;

/** Snapshots as people see them. */
final class SnapshotTable {
    private SnapshotTable() {}

    static Table of(Collection<Snapshot> snapshots) {
        Table table =
                Table.of("SNAPSHOT", "OF VOLUME", "SIZE", "CREATED", "READY").whenEmpty("There are no snapshots.");
        snapshots.forEach(snapshot -> table.row(
                snapshot.getSnapshotId(),
                snapshot.getSourceVolumeId(),
                HumanReadable.size(snapshot.getSizeBytes()),
                HumanReadable.time(snapshot.getCreationTime()),
                snapshot.getReadyToUse() ? "yes" : "no"));
        return table;
    }
}
