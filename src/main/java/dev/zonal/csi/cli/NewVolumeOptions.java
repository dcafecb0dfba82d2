package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.client.SegmentKeys;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.v1.CapacityRange;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.TopologyRequirement;
import dev.zonal.csi.v1.Volume;
import dev.zonal.csi.v1.VolumeContentSource;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is said of a volume to be made, wherever its content comes from. */
final class NewVolumeOptions {
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

    /** How large a volume has to be. */
    static final class SizeOptions {
        @Option(names = "--size", paramLabel = "SIZE", description = "At least this large: 512Mi, 10Gi, 1Ti.")
        private Optional<ByteSize> size = Optional.empty();

        @Option(names = "--limit", paramLabel = "SIZE", description = "At most this large.")
        private Optional<ByteSize> limit = Optional.empty();

        Optional<CapacityRange> range() {
            if (size.isEmpty() && limit.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(CapacityRange.newBuilder()
                    .setRequiredBytes(size.orElse(ByteSize.ZERO).bytes())
                    .setLimitBytes(limit.orElse(ByteSize.ZERO).bytes())
                    .build());
        }
    }

    /** From where the volume has to be reachable. */
    static final class TopologyOptions {
        @Option(
                names = "--topology",
                paramLabel = "KEY=VALUE[,...]",
                description = "A place where the volume has to be reachable (requisite); repeat it to allow several. "
                        + "A key without a prefix gets the driver's.")
        private List<Segments> requisite = List.of();

        @Option(
                names = "--prefer",
                paramLabel = "KEY=VALUE[,...]",
                description = "A place where it is best reachable (preferred); repeat it, the best first.")
        private List<Segments> preferred = List.of();

        Optional<TopologyRequirement> requirement(CsiClient client) {
            if (requisite.isEmpty() && preferred.isEmpty()) {
                return Optional.empty();
            }
            SegmentKeys keys = new SegmentKeys(client);
            TopologyRequirement.Builder requirement = TopologyRequirement.newBuilder();
            requisite.forEach(place -> requirement.addRequisite(place.topology(keys)));
            preferred.forEach(place -> requirement.addPreferred(place.topology(keys)));
            return Optional.of(requirement.build());
        }
    }
}
