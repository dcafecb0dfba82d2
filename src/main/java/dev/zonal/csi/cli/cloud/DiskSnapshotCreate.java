package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.DiskSnapshot;
import dev.zonal.csi.cloud.wire.CloudConnection;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** CreateDiskSnapshot. */
@Command(
        name = "create",
        description = "Cut a snapshot of a disk; it is ready later.",
        footer = {"", "Example:", "  zonal cloud snapshot create $DISK --wait"})
final class DiskSnapshotCreate extends CloudCommand {
    @Parameters(paramLabel = "DISK", description = "The disk's id.")
    private String disk;

    @Mixin
    private TokenOption token;

    @Mixin
    private WaitOption waiting;

    @Override
    Shown ask(CloudConnection connection) {
        Cloud cloud = cloud(connection);
        DiskSnapshot accepted = cloud.createSnapshot(new DiskId(disk), token.token());
        DiskSnapshot cut = waiting.settled(
                accepted,
                () -> cloud.describeSnapshots(Set.of(accepted.id())).getFirst(),
                seen -> seen.state() != DiskSnapshot.State.PENDING,
                timeout());
        if (cut.state() == DiskSnapshot.State.FAILED) {
            throw WaitOption.failed(cut.id(), "zonal cloud snapshot delete");
        }
        return DiskAnswers.ofSnapshots(List.of(cut));
    }
}
