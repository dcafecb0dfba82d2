package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.v1.CapacityRange;
import dev.zonal.csi.v1.NodeExpandVolumeRequest;
import dev.zonal.csi.v1.NodeExpandVolumeResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** NodeExpandVolume. */
@Command(
        name = "expand",
        description = "Let this node see that a volume has grown, its filesystem too.",
        footer = {"", "Example:", "  zonal node expand db /srv/db"})
final class NodeExpand extends CallCommand {
    @Parameters(
            index = "0",
            paramLabel = "VOLUME",
            description = "Its id, the name it was made with, or NAMESPACE/NAME of its claim.")
    private String volume;

    @Parameters(index = "1", paramLabel = "VOLUME_PATH", description = "Where it is staged or published.")
    private Path volumePath;

    @Option(names = "--staging", paramLabel = "STAGING_PATH", description = "Where the volume is staged.")
    private Optional<Path> stagingPath = Optional.empty();

    @Option(names = "--size", paramLabel = "SIZE", description = "At least this large (default: all of it).")
    private Optional<ByteSize> size = Optional.empty();

    @Mixin
    private SecretsOption secrets;

    @Override
    Shown ask(CsiClient client) {
        NodeExpandVolumeRequest.Builder request = NodeExpandVolumeRequest.newBuilder()
                .setVolumeId(Names.volumeOrSaid(client, volume))
                .setVolumePath(Folders.absolute(volumePath).toString())
                .putAllSecrets(secrets.secrets());
        stagingPath.ifPresent(
                path -> request.setStagingTargetPath(Folders.absolute(path).toString()));
        size.ifPresent(
                bytes -> request.setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(bytes.bytes())));
        NodeExpandVolumeResponse response = client.node().nodeExpandVolume(request.build());
        Table table = Table.of("VOLUME", "CAPACITY").row(volume, HumanReadable.size(response.getCapacityBytes()));
        return Shown.of(response, List.of(volume), table);
    }
}
