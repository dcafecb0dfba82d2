package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.DetachDisk;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.cloud.wire.CloudConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** DetachDisk. */
@Command(
        name = "detach",
        description = "Take a disk from an instance.",
        footer = {"", "Example:", "  zonal cloud disk detach $DISK i-1 --wait"})
final class DiskDetach extends CloudCommand {
    @Parameters(paramLabel = "DISK", description = "Its id.")
    private String disk;

    @Parameters(paramLabel = "INSTANCE", description = "The instance's name.")
    private String instance;

    @Option(names = "--force", description = "Also while it is in use there; what was not written yet is lost.")
    private boolean force;

    @Mixin
    private TokenOption token;

    @Mixin
    private WaitOption waiting;

    @Override
    Shown ask(CloudConnection connection) {
        Cloud cloud = cloud(connection);
        DiskId id = new DiskId(disk);
        InstanceId from = new InstanceId(instance);
        Disk accepted = cloud.detachDisk(new DetachDisk(id, from, force), token.token());
        return DiskAnswers.of(waiting.settled(
                accepted,
                () -> DiskAnswers.look(cloud, id),
                seen -> seen.attachments().stream()
                        .noneMatch(attachment -> attachment.instance().equals(from)),
                timeout()));
    }
}
