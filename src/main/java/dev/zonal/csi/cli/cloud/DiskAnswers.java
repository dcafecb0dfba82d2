package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.MessageTree;
import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskAttachment;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.DiskSnapshot;
import dev.zonal.csi.cloud.wire.CloudMessages;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Disks and snapshots as they are shown. */
final class DiskAnswers {
    private DiskAnswers() {}

    static Shown of(Disk disk) {
        return new Shown(
                MessageTree.of(CloudMessages.message(disk)),
                List.of(disk.id().text()),
                table(List.of(disk))::render,
                0);
    }

    static Shown of(List<Disk> disks) {
        return new Shown(
                Map.of(
                        "disks",
                        disks.stream()
                                .map(CloudMessages::message)
                                .map(MessageTree::of)
                                .toList()),
                disks.stream().map(disk -> disk.id().text()).toList(),
                table(disks)::render,
                0);
    }

    private static Table table(Collection<Disk> disks) {
        Table table = Table.of("DISK", "ZONE", "CATEGORY", "SIZE", "STATE", "ON", "SERIAL")
                .whenEmpty("There are no disks.");
        disks.forEach(disk -> table.row(
                disk.id().text(),
                String.join(",", new TreeSet<>(disk.zones())),
                disk.category(),
                HumanReadable.size(disk.size().bytes()),
                state(disk),
                disk.attachments().stream().map(DiskAnswers::place).collect(Collectors.joining(", ")),
                disk.serial()));
        return table;
    }

    static String state(Disk disk) {
        return disk.state().name().toLowerCase(Locale.ROOT).replace('_', '-') + (disk.modifying() ? ", changing" : "");
    }

    static String place(DiskAttachment attachment) {
        return attachment.instance() + " ("
                + attachment.state().name().toLowerCase(Locale.ROOT)
                + (attachment.readOnly() ? ", read-only)" : ")");
    }

    /** The disk as it is now. */
    static Disk look(Cloud cloud, DiskId disk) {
        return cloud.describeDisks(Set.of(disk)).getFirst();
    }

    static Shown ofSnapshots(List<DiskSnapshot> snapshots) {
        Table table =
                Table.of("SNAPSHOT", "DISK", "REGION", "SIZE", "STATE", "CUT").whenEmpty("There are no snapshots.");
        snapshots.forEach(snapshot -> table.row(
                snapshot.id().text(),
                snapshot.source().text(),
                snapshot.region(),
                HumanReadable.size(snapshot.size().bytes()),
                state(snapshot),
                HumanReadable.time(CloudMessages.message(snapshot).getCut())));
        return new Shown(
                Map.of(
                        "snapshots",
                        snapshots.stream()
                                .map(CloudMessages::message)
                                .map(MessageTree::of)
                                .toList()),
                snapshots.stream().map(snapshot -> snapshot.id().text()).toList(),
                table::render,
                0);
    }

    static String state(DiskSnapshot snapshot) {
        return snapshot.state() == DiskSnapshot.State.PENDING
                ? "pending, " + snapshot.percent() + " %"
                : snapshot.state().name().toLowerCase(Locale.ROOT);
    }
}
