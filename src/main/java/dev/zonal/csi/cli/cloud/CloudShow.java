package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.MessageTree;
import dev.zonal.csi.cli.output.OutputOption.Format;
import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.CloudOffer;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskSnapshot;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.cloud.PlannedFault;
import dev.zonal.csi.cloud.wire.CloudConnection;
import dev.zonal.csi.cloud.wire.CloudMessages;
import dev.zonal.csi.cloud.wire.FaultMessages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Everything in a cloud, as a tree: regions, zones, instances, disks, snapshots, faults. */
@Command(
        name = "show",
        description = "Show all that is in the cloud.",
        footer = {"", "Example:", "  zonal cloud show --watch"})
final class CloudShow extends CloudCommand {
    private static final String CLEAR_SCREEN = "\u001b[H\u001b[2J";

    @Option(names = "--watch", description = "Show it again every second, until interrupted.")
    private boolean watching;

    @Override
    public Integer call() {
        if (!watching) {
            return super.call();
        }
        try (CloudConnection connection = connect()) {
            while (!Thread.currentThread().isInterrupted()) {
                Shown shown = ask(connection);
                if (format() == Format.TABLE) {
                    out().print(CLEAR_SCREEN);
                }
                show(shown);
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    @Override
    Shown ask(CloudConnection connection) {
        Cloud cloud = cloud(connection);
        CloudOffer offer = cloud.offer();
        List<Instance> instances = cloud.instances();
        List<Disk> disks = cloud.disks();
        List<DiskSnapshot> snapshots = cloud.snapshots();
        List<PlannedFault> faults = connection.control().faults();

        Map<String, Object> document = new LinkedHashMap<>(MessageTree.of(CloudMessages.message(offer)));
        document.put(
                "instances",
                instances.stream()
                        .map(CloudMessages::message)
                        .map(MessageTree::of)
                        .toList());
        document.put(
                "disks",
                disks.stream().map(CloudMessages::message).map(MessageTree::of).toList());
        document.put(
                "snapshots",
                snapshots.stream()
                        .map(CloudMessages::message)
                        .map(MessageTree::of)
                        .toList());
        document.put(
                "faults",
                faults.stream().map(FaultMessages::message).map(MessageTree::of).toList());
        return new Shown(
                document,
                disks.stream().map(disk -> disk.id().text()).toList(),
                ansi -> new CloudTree(offer, instances, disks, snapshots, ansi).text()
                        + (faults.isEmpty()
                                ? ""
                                : "\n" + FaultAnswers.table(faults).render(ansi)),
                0);
    }
}
