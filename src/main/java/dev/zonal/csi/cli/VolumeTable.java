package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.v1.Volume;
import dev.zonal.csi.v1.VolumeCondition;
import dev.zonal.csi.v1.VolumeContentSource;
import java.util.List;

/** Volumes as people see them. */
final class VolumeTable {
    private VolumeTable() {}

    static Table headed() {
        return Table.of("VOLUME", "CAPACITY", "SOURCE", "ACCESSIBLE FROM", "PUBLISHED ON", "CONDITION")
                .whenEmpty("There are no volumes.");
    }

    static void add(Table table, Volume volume, List<String> publishedNodes, String condition) {
        table.row(
                volume.getVolumeId(),
                HumanReadable.size(volume.getCapacityBytes()),
                source(volume.getContentSource()),
                HumanReadable.places(volume.getAccessibleTopologyList()),
                String.join(",", publishedNodes),
                condition);
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
