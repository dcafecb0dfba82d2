package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskSnapshotId;
import dev.zonal.csi.cloud.DiskState;
import dev.zonal.csi.cloud.NewDisk;
import dev.zonal.csi.cloud.wire.CloudConnection;
import dev.zonal.csi.model.ByteSize;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** CreateDisk. */
@Command(
        name = "create",
        description = "Make a disk, blank or from a snapshot.",
        footer = {"", "Example:", "  zonal cloud disk create --zone a --category standard --size 1Gi --wait"})
final class DiskCreate extends CloudCommand {
    @Option(
            names = "--zone",
            required = true,
            split = ",",
            paramLabel = "ZONE",
            description = "Where it can be attached; several for a disk that is replicated.")
    private Set<String> zones = Set.of();

    @Option(
            names = "--category",
            defaultValue = "standard",
            paramLabel = "CATEGORY",
            description = "Its disk category (default ${DEFAULT-VALUE}).")
    private String category;

    @Option(names = "--size", required = true, paramLabel = "SIZE", description = "Its size: 512Mi, 10Gi.")
    private ByteSize size;

    @Option(names = "--iops", paramLabel = "NUMBER", description = "Its IOPS; what the category gives by default.")
    private @Nullable Long iops;

    @Option(names = "--snapshot", paramLabel = "SNAPSHOT", description = "The snapshot that becomes its content.")
    private @Nullable String source;

    @Mixin
    private TokenOption token;

    @Mixin
    private WaitOption waiting;

    @Override
    Shown ask(CloudConnection connection) {
        Cloud cloud = cloud(connection);
        Disk accepted = cloud.createDisk(
                new NewDisk(
                        zones,
                        category,
                        size,
                        iops == null ? OptionalLong.empty() : OptionalLong.of(iops),
                        Optional.ofNullable(source).map(DiskSnapshotId::new)),
                token.token());
        Disk made = waiting.settled(
                accepted,
                () -> DiskAnswers.look(cloud, accepted.id()),
                disk -> disk.state() != DiskState.CREATING,
                timeout());
        if (made.state() == DiskState.FAILED) {
            throw WaitOption.failed(made.id(), "zonal cloud disk delete");
        }
        return DiskAnswers.of(made);
    }
}
