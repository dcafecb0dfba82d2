package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.v1.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Snapshots as people see them. */
final class SnapshotTable {
    private SnapshotTable() {}

    static Table of(Collection<Snapshot> snapshots, KnownNames names) {
        List<String> headings = new ArrayList<>(List.of("SNAPSHOT", "OF VOLUME", "SIZE", "CREATED", "READY"));
        headings.addAll(1, names.headings());
        Table table = Table.of(headings).whenEmpty("There are no snapshots.");
        snapshots.forEach(snapshot -> table.row(cells(snapshot, names)));
        return table;
    }

    private static List<String> cells(Snapshot snapshot, KnownNames names) {
        List<String> cells = new ArrayList<>(List.of(
                snapshot.getSnapshotId(),
                snapshot.getSourceVolumeId(),
                HumanReadable.size(snapshot.getSizeBytes()),
                HumanReadable.time(snapshot.getCreationTime()),
                snapshot.getReadyToUse() ? "yes" : "no"));
        cells.addAll(1, names.cells(snapshot.getSnapshotId()));
        return cells;
    }
}
