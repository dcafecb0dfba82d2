package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cli.output.MessageTree;
import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.cloud.ApiCall;
import dev.zonal.csi.cloud.FaultPlan;
import dev.zonal.csi.cloud.PlannedFault;
import dev.zonal.csi.cloud.wire.FaultMessages;
import java.util.List;
import java.util.Map;

/** Planned faults as they are shown. */
final class FaultAnswers {
    private FaultAnswers() {}

    static Shown of(List<PlannedFault> faults) {
        return new Shown(
                Map.of(
                        "faults",
                        faults.stream()
                                .map(FaultMessages::message)
                                .map(MessageTree::of)
                                .toList()),
                faults.stream().map(PlannedFault::id).toList(),
                table(faults)::render,
                0);
    }

    static Table table(List<PlannedFault> faults) {
        Table table = Table.of("FAULT", "CALL", "ERROR", "PROBABILITY", "LATENCY", "ZONE", "HITS", "OF")
                .whenEmpty("No fault is planned.");
        faults.forEach(fault -> {
            FaultPlan plan = fault.plan();
            table.row(
                    fault.id(),
                    plan.call().map(ApiCall::word).orElse("all"),
                    plan.effect().word(),
                    String.valueOf(plan.probability()),
                    plan.latency().isZero() ? "" : plan.latency().toMillis() + " ms",
                    plan.zone().orElse(""),
                    String.valueOf(fault.hits()),
                    plan.times().isPresent() ? String.valueOf(plan.times().getAsInt()) : "");
        });
        return table;
    }
}
