package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.MessageTree;
import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.cloud.wire.CloudMessages;
import java.util.List;
import java.util.Map;

/** Instances as they are shown. */
final class InstanceAnswers {
    private InstanceAnswers() {}

    static Shown of(List<Instance> instances) {
        Table table = Table.of("INSTANCE", "ZONE", "TYPE", "SLOTS", "OTHER DEVICES", "LAUNCHED")
                .whenEmpty("No instance runs.");
        instances.forEach(instance -> table.row(
                instance.id().text(),
                instance.zone(),
                instance.type(),
                String.valueOf(instance.slots()),
                String.valueOf(instance.otherDevices()),
                HumanReadable.time(CloudMessages.message(instance).getLaunched())));
        return new Shown(
                Map.of(
                        "instances",
                        instances.stream()
                                .map(CloudMessages::message)
                                .map(MessageTree::of)
                                .toList()),
                instances.stream().map(instance -> instance.id().text()).toList(),
                table::render,
                0);
    }
}
