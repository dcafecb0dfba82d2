package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskChange;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.wire.CloudConnection;
import dev.zonal.csi.model.ByteSize;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** ModifyDisk. */
@Command(
        name = "modify",
        description = "Make a disk larger, or give it another category or other IOPS.",
        footer = {"", "Example:", "  zonal cloud disk modify $DISK --size 2Gi --wait"})
final class DiskModify extends CloudCommand {
    @Parameters(paramLabel = "DISK", description = "Its id.")
    private String disk;

    @Option(names = "--size", paramLabel = "SIZE", description = "Its new size: 512Mi, 10Gi.")
    private @Nullable ByteSize size;

    @Option(names = "--category", paramLabel = "CATEGORY", description = "Its new category.")
    private @Nullable String category;

    @Option(names = "--iops", paramLabel = "NUMBER", description = "Its new IOPS.")
    private @Nullable Long iops;

    @Mixin
    private TokenOption token;

    @Mixin
    private WaitOption waiting;

    @Override
    Shown ask(CloudConnection connection) {
        if (size == null && category == null && iops == null) {
            throw misused("nothing is to change; name --size, --category or --iops");
        }
        Cloud cloud = cloud(connection);
        DiskId id = new DiskId(disk);
        Disk accepted = cloud.modifyDisk(
                id,
                new DiskChange(
                        Optional.ofNullable(size),
                        Optional.ofNullable(category),
                        iops == null ? OptionalLong.empty() : OptionalLong.of(iops)),
                token.token());
        return DiskAnswers.of(
                waiting.settled(accepted, () -> DiskAnswers.look(cloud, id), seen -> !seen.modifying(), timeout()));
    }
}
