package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cloud.v1.ClearFaultsRequest;
import dev.zonal.csi.cloud.wire.CloudConnection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** ClearFaults. */
@Command(
        name = "clear",
        description = "End one planned fault, or all.",
        footer = {"", "Example:", "  zonal cloud fault clear fault-1"})
final class FaultClear extends CloudCommand {
    @Parameters(arity = "0..1", paramLabel = "FAULT", description = "Its id; all by default.")
    private @Nullable String id;

    @Override
    Shown ask(CloudConnection connection) {
        Optional<String> one = Optional.ofNullable(id);
        connection.control().clearFaults(one);
        return Shown.done(
                ClearFaultsRequest.newBuilder().setId(one.orElse("")).build(),
                one.orElse("all"),
                one.map(fault -> fault + " is over").orElse("no fault is planned any more"));
    }
}
