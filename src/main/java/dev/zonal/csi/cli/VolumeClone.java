package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.VolumeContentSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** CreateVolume from a volume. */
@Command(
        name = "clone",
        description = "Make a volume with the content of another, as it is now.",
        footer = {"", "Example:", "  zonal volume clone db-test --source db"})
final class VolumeClone extends CallCommand {
    @Mixin
    private NewVolumeOptions volume;

    @Option(
            names = {"--source", "--volume"},
            required = true,
            paramLabel = "VOLUME",
            description = "The volume to copy.")
    private String source;

    @Override
    Shown ask(CsiClient client) {
        var original = VolumeContentSource.VolumeSource.newBuilder().setVolumeId(Names.volumeOrSaid(client, source));
        return volume.create(
                client, VolumeContentSource.newBuilder().setVolume(original).build());
    }
}
