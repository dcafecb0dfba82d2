package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.v1.CapacityRange;
import dev.zonal.csi.v1.ControllerExpandVolumeRequest;
import dev.zonal.csi.v1.ControllerExpandVolumeResponse;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** ControllerExpandVolume. */
@Command(
        name = "expand",
        description = "Make a volume larger, in use or not.",
        footer = {"", "Example:", "  zonal volume expand db --size 20Gi"})
final class VolumeExpand extends CallCommand {
    @Parameters(
            paramLabel = "VOLUME",
            description = "Its id, the name it was made with, or NAMESPACE/NAME of its claim.")
    private String volume;

    @Option(names = "--size", required = true, paramLabel = "SIZE", description = "Its new size: 20Gi.")
    private ByteSize size;

    @Mixin
    private SecretsOption secrets;

    @Override
    Shown ask(CsiClient client) {
        ControllerExpandVolumeResponse response = client.controller()
                .controllerExpandVolume(ControllerExpandVolumeRequest.newBuilder()
                        .setVolumeId(Names.volumeOrSaid(client, volume))
                        .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(size.bytes()))
                        .putAllSecrets(secrets.secrets())
                        .build());
        Table table = Table.of("VOLUME", "CAPACITY", "NEXT")
                .row(
                        volume,
                        HumanReadable.size(response.getCapacityBytes()),
                        response.getNodeExpansionRequired()
                                ? "zonal node expand " + volume + " PATH, or the next stage"
                                : "");
        return Shown.of(response, List.of(volume), table);
    }
}
