package dev.zonal.csi.cli;

import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.client.SegmentKeys;
import dev.zonal.csi.v1.TopologyRequirement;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** From where the volume has to be reachable. */
final class TopologyOptions {
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
