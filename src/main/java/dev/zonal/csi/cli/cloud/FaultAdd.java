package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cloud.FaultPlan;
import dev.zonal.csi.cloud.wire.CloudConnection;
import dev.zonal.csi.cloud.wire.FaultMessages;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** AddFault. */
@Command(
        name = "add",
        description = "Let calls go wrong from now on.",
        footer = {
            "",
            "Errors: throttled, not-found, conflict, quota, sold-out, unavailable, internal; timeout-after-success and",
            "throttled-after-success (it is done all the same); vanishes-later and fails-later (of what is being made).",
            "",
            "Example:",
            "  zonal cloud fault add --call AttachDisk --error throttled --probability 0.3 --times 5 --zone b"
        })
final class FaultAdd extends CloudCommand {
    @Option(names = "--call", paramLabel = "CALL", description = "CreateDisk, AttachDisk…; all calls by default.")
    private @Nullable String call;

    @Option(
            names = "--error",
            defaultValue = "slow",
            paramLabel = "ERROR",
            description = "What happens (default ${DEFAULT-VALUE}: nothing but --latency).")
    private String error;

    @Option(
            names = "--probability",
            defaultValue = "1",
            paramLabel = "0..1",
            description = "How likely a call meets it (default ${DEFAULT-VALUE}).")
    private double probability;

    @Option(
            names = "--latency",
            defaultValue = "0s",
            paramLabel = "DURATION",
            description = "How much longer a call takes that meets it.")
    private Duration latency;

    @Option(names = "--times", paramLabel = "NUMBER", description = "How often it happens; without end by default.")
    private @Nullable Integer times;

    @Option(names = "--zone", paramLabel = "ZONE", description = "Calls about this zone alone.")
    private @Nullable String zone;

    @Override
    Shown ask(CloudConnection connection) {
        FaultPlan plan = new FaultPlan(
                Optional.ofNullable(call).map(FaultMessages::call),
                FaultMessages.effect(error),
                probability,
                latency,
                times == null ? OptionalInt.empty() : OptionalInt.of(times),
                Optional.ofNullable(zone));
        return FaultAnswers.of(List.of(connection.control().addFault(plan)));
    }
}
