package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.client.CsiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** CreateVolume. */
@Command(
        name = "create",
        description = "Make a new, empty volume.",
        footer = {
            "",
            "Example:",
            "  zonal volume create db --size 10Gi --fs xfs --topology zone=a,rack=r1 --prefer zone=a"
        })
final class VolumeCreate extends CallCommand {
    @Mixin
    private NewVolumeOptions volume;

    @Override
    Shown ask(CsiClient client) {
        return volume.create(client);
    }
}
