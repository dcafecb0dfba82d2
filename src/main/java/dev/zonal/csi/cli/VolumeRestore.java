package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.VolumeContentSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** CreateVolume from a snapshot. */
@Command(
        name = "restore",
        description = "Make a volume with the content of a snapshot.",
        footer = {"", "Example:", "  zonal volume restore db-yesterday --snapshot before-upgrade"})
final class VolumeRestore extends CallCommand {
    @Mixin
    private NewVolumeOptions volume;

    @Option(
            names = "--snapshot",
            required = true,
            paramLabel = "SNAPSHOT",
            description = "The snapshot whose content it starts with.")
    private String snapshot;

    @Override
    Shown ask(CsiClient client) {
        var original =
                VolumeContentSource.SnapshotSource.newBuilder().setSnapshotId(Names.snapshotOrSaid(client, snapshot));
        return volume.create(
                client, VolumeContentSource.newBuilder().setSnapshot(original).build());
    }
}
