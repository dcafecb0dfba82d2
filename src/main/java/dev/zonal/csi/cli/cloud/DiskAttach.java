package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cloud.AttachDisk;
import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskAttachment;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.cloud.wire.CloudConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** AttachDisk. */
@Command(
        name = "attach",
        description = "Give a disk to an instance.",
        footer = {"", "Example:", "  zonal cloud disk attach $DISK i-1 --wait"})
final class DiskAttach extends CloudCommand {
    @Parameters(paramLabel = "DISK", description = "Its id.")
    private String disk;

    @Parameters(paramLabel = "INSTANCE", description = "The instance's name.")
    private String instance;

    @Option(names = "--read-only", description = "The instance can't write to it.")
    private boolean readOnly;

    @Mixin
    private TokenOption token;

    @Mixin
    private WaitOption waiting;

    @Override
    Shown ask(CloudConnection connection) {
        Cloud cloud = cloud(connection);
        DiskId id = new DiskId(disk);
        InstanceId on = new InstanceId(instance);
        Disk accepted = cloud.attachDisk(new AttachDisk(id, on, readOnly), token.token());
        return DiskAnswers.of(waiting.settled(
                accepted,
                () -> DiskAnswers.look(cloud, id),
                seen -> seen.attachments().stream()
                        .anyMatch(attachment -> attachment.instance().equals(on)
                                && attachment.state() == DiskAttachment.State.ATTACHED),
                timeout()));
    }
}
