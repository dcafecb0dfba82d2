package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.v1.ListVolumesResponse;
import dev.zonal.csi.v1.Volume;
import dev.zonal.csi.v1.VolumeCondition;
import dev.zonal.csi.v1.VolumeContentSource;
import java.util.ArrayList;
import java.util.List;

/** Volumes as people see them. */
final class VolumeTable {
    private VolumeTable() {}

    static Table of(List<ListVolumesResponse.Entry> entries, KnownNames names) {
        List<String> headings = new ArrayList<>(
                List.of("VOLUME", "CAPACITY", "SOURCE", "ACCESSIBLE FROM", "PUBLISHED ON", "CONDITION"));
        headings.addAll(1, names.headings());
        Table table = Table.of(headings).whenEmpty("There are no volumes.");
        entries.forEach(entry -> table.row(cells(entry, names)));
        return table;
    }

    private static List<String> cells(ListVolumesResponse.Entry entry, KnownNames names) {
        Volume volume = entry.getVolume();
        ListVolumesResponse.VolumeStatus status = entry.getStatus();
        List<String> cells = new ArrayList<>(List.of(
                volume.getVolumeId(),
                HumanReadable.size(volume.getCapacityBytes()),
                source(volume.getContentSource()),
                HumanReadable.places(volume.getAccessibleTopologyList()),
                String.join(",", status.getPublishedNodeIdsList()),
                status.hasVolumeCondition() ? condition(status.getVolumeCondition()) : ""));
        cells.addAll(1, names.cells(volume.getVolumeId()));
        return cells;
    }

    /** A volume that was just made: nothing is known of its use yet. */
    static Table ofNew(Volume volume) {
        Table table = Table.of("VOLUME", "CAPACITY", "SOURCE", "ACCESSIBLE FROM");
        table.row(
                volume.getVolumeId(),
                HumanReadable.size(volume.getCapacityBytes()),
                source(volume.getContentSource()),
                HumanReadable.places(volume.getAccessibleTopologyList()));
        return table;
    }

    static String source(VolumeContentSource source) {
        return switch (source.getTypeCase()) {
            case SNAPSHOT -> source.getSnapshot().getSnapshotId();
            case VOLUME -> source.getVolume().getVolumeId();
            case TYPE_NOT_SET -> "";
        };
    }

    static String condition(VolumeCondition condition) {
        String words = condition.getMessage();
        return condition.getAbnormal() ? "abnormal: " + words : words.isEmpty() ? "ok" : words;
    }
}
