package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.cloud.CloudState;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskAttachment;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.cloud.Region;
import dev.zonal.csi.cloud.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** What is in a cloud, each thing in the place where it is: a line each, indented. */
final class CloudTree {
    private static final String INDENT = "  ";

    private final List<Instance> instances;
    private final List<Disk> disks;
    private final CloudState state;
    private final Ansi ansi;
    private final StringBuilder text = new StringBuilder();

    CloudTree(CloudState state, Ansi ansi) {
        this.state = state;
        this.instances = state.instances();
        this.disks = state.disks();
        this.ansi = ansi;
    }

    String text() {
        state.offer().regions().forEach(this::add);
        if (!state.operations().isEmpty()) {
            text.append('\n').append(underWay().render(ansi));
        }
        if (!state.faults().isEmpty()) {
            text.append('\n').append(FaultAnswers.table(state.faults()).render(ansi));
        }
        return text.toString();
    }

    private Table underWay() {
        Table table = Table.of("UNDER WAY", "OBJECT", "ON", "FOR ANOTHER");
        state.operations()
                .forEach(operation -> table.row(
                        operation.kind().word(),
                        operation.object(),
                        operation.instance().map(InstanceId::text).orElse(""),
                        operation.due().map(this::left).orElse("without end")));
        return table;
    }

    /** How long an operation still takes. */
    private String left(Instant due) {
        Duration left = Duration.between(state.now(), due);
        return left.isPositive() ? left.toMillis() + " ms" : "until it is not used any more";
    }

    private void line(int depth, String content) {
        text.append(INDENT.repeat(depth)).append(content).append('\n');
    }

    private void add(Region region) {
        line(0, "region " + HumanReadable.styled(ansi, Style.bold, region.name()));
        region.zones().forEach(this::add);
        state.snapshots().stream()
                .filter(snapshot -> snapshot.region().equals(region.name()))
                .forEach(snapshot -> line(
                        1,
                        snapshot.id() + "   "
                                + HumanReadable.size(snapshot.size().bytes()) + " of " + snapshot.source() + ", "
                                + DiskAnswers.state(snapshot)));
    }

    private void add(Zone zone) {
        line(1, "zone " + HumanReadable.styled(ansi, Style.bold, zone.name()) + remarks(zone));
        instances.stream()
                .filter(instance -> instance.zone().equals(zone.name()))
                .forEach(this::add);
        disks.stream()
                .filter(disk -> disk.zones().contains(zone.name()))
                .filter(disk -> disk.attachments().stream().noneMatch(this::isOnARunningInstance))
                .forEach(disk -> line(2, line(disk) + where(disk)));
    }

    private static String remarks(Zone zone) {
        return (zone.up() ? "" : "   down")
                + (zone.soldOut().isEmpty() ? "" : "   sold out: " + String.join(", ", new TreeSet<>(zone.soldOut())));
    }

    private void add(Instance instance) {
        List<Disk> here = disks.stream()
                .filter(disk -> disk.attachments().stream().anyMatch(attachment -> isOn(attachment, instance)))
                .toList();
        line(
                2,
                "instance " + instance.id() + "   " + instance.type() + ", " + (here.size() + instance.otherDevices())
                        + " of " + instance.slots() + " slots taken");
        here.forEach(disk -> disk.attachments().stream()
                .filter(attachment -> isOn(attachment, instance))
                .forEach(attachment -> line(
                        3,
                        line(disk) + ", " + attachment.state().name().toLowerCase(Locale.ROOT)
                                + (attachment.readOnly() ? " read-only" : "")
                                + ", serial " + disk.serial())));
    }

    /** What is left on an instance that has died. */
    private static String where(Disk disk) {
        return disk.attachments().isEmpty()
                ? ""
                : ", still on " + disk.attachments().getFirst().instance() + ", which is gone";
    }

    private boolean isOnARunningInstance(DiskAttachment attachment) {
        return instances.stream().anyMatch(instance -> isOn(attachment, instance));
    }

    private static boolean isOn(DiskAttachment attachment, Instance instance) {
        return attachment.instance().equals(instance.id())
                && attachment.launch().equals(instance.launch());
    }

    private static String line(Disk disk) {
        return disk.id() + "   " + HumanReadable.size(disk.size().bytes()) + " " + disk.category() + ", "
                + DiskAnswers.state(disk);
    }
}
