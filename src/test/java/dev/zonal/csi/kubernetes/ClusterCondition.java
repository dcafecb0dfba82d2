package dev.zonal.csi.kubernetes;

import dev.zonal.csi.host.Commands;
import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.host.RealHost;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Whether this machine can run a cluster: as root, with what the cluster can't install or build without. */
final class ClusterCondition implements ExecutionCondition {
    private static final List<String> PROGRAMS = List.of("go", "containerd", "runc", "buildah", "nsenter", "ip");

    private final ExecutionCondition host = new RealHost.Condition();
    private final Commands commands = new ProcessCommands();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        ConditionEvaluationResult onHost = host.evaluateExecutionCondition(context);
        if (onHost.isDisabled()) {
            return onHost;
        }
        List<String> missing =
                PROGRAMS.stream().filter(name -> !commands.isInstalled(name)).toList();
        return missing.isEmpty()
                ? ConditionEvaluationResult.enabled("root, and what a cluster needs is here")
                : ConditionEvaluationResult.disabled("a cluster needs, and here is not: " + String.join(", ", missing));
    }
}
