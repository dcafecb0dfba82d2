package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.Volume;
import dev.zonal.csi.v1.VolumeContentSource;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What is said of a volume to be made, wherever its content comes from. */
final class NewVolume {
    @Parameters(paramLabel = "NAME", description = "A name for it; the same name gives the same volume again.")
    private String name;

    @Mixin
    private SizeOptions size;

    @Mixin
    private CapabilityOptions capability;

    @Mixin
    private TopologyOptions topology;

    @Mixin
    private ParameterOptions parameters;

    @Mixin
    private SecretsOption secrets;

    Shown create(CsiClient client) {
        return create(client, VolumeContentSource.getDefaultInstance());
    }

    Shown create(CsiClient client, VolumeContentSource source) {
        CreateVolumeRequest.Builder request = CreateVolumeRequest.newBuilder()
                .setName(name)
                .addVolumeCapabilities(capability.capability())
                .putAllParameters(parameters.parameters())
                .putAllSecrets(secrets.secrets());
        if (source.getTypeCase() != VolumeContentSource.TypeCase.TYPE_NOT_SET) {
            request.setVolumeContentSource(source);
        }
        size.range().ifPresent(request::setCapacityRange);
        topology.requirement(client).ifPresent(request::setAccessibilityRequirements);
        Volume volume = client.controller().createVolume(request.build()).getVolume();
        return Shown.of(volume, List.of(volume.getVolumeId()), VolumeTable.ofNew(volume));
    }
}
