package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.client.SegmentKeys;
import dev.zonal.csi.v1.GetCapacityRequest;
import dev.zonal.csi.v1.GetCapacityResponse;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** GetCapacity. */
@Command(
        name = "capacity",
        description = "Show how much can still be provisioned.",
        footer = {"", "Example:", "  zonal capacity --topology zone=a --pool nvme --thick"})
final class CapacityCommand extends CallCommand {
    @Option(
            names = "--topology",
            paramLabel = "KEY=VALUE[,...]",
            description = "The place that is asked about (default: all of them). A key without a prefix gets the "
                    + "driver's.")
    private Optional<Segments> place = Optional.empty();

    @Mixin
    private CapabilityOptions capability;

    @Mixin
    private ParameterOptions parameters;

    @Override
    Shown ask(CsiClient client) {
        GetCapacityRequest.Builder request = GetCapacityRequest.newBuilder()
                .addVolumeCapabilities(capability.capability())
                .putAllParameters(parameters.parameters());
        place.ifPresent(segments -> request.setAccessibleTopology(segments.topology(new SegmentKeys(client))));
        GetCapacityResponse response = client.controller().getCapacity(request.build());
        Table table = Table.of("AVAILABLE", "LARGEST VOLUME", "SMALLEST VOLUME")
                .row(
                        HumanReadable.size(response.getAvailableCapacity()),
                        response.hasMaximumVolumeSize()
                                ? HumanReadable.size(
                                        response.getMaximumVolumeSize().getValue())
                                : "",
                        response.hasMinimumVolumeSize()
                                ? HumanReadable.size(
                                        response.getMinimumVolumeSize().getValue())
                                : "");
        return Shown.of(response, List.of(Long.toString(response.getAvailableCapacity())), table);
    }
}
