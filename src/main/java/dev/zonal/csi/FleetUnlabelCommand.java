package dev.zonal.csi;

import dev.zonal.csi.cluster.ApiClient;
import dev.zonal.csi.cluster.capacity.FormerLabels;
import dev.zonal.csi.kubelet.KubernetesException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zonal fleet unlabel}: what the chart runs once when the provisioner publishes again what is free. */
@Command(
        name = "unlabel",
        mixinStandardHelpOptions = true,
        description =
                "Take off all nodes of Kubernetes the labels that --capacity-buckets has written; in a pod that may"
                        + " list and patch nodes.",
        footer = {"", "Example:", "  zonal fleet unlabel --driver-name local.csi.zonal.dev"})
final class FleetUnlabelCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--driver-name",
            required = true,
            paramLabel = "NAME",
            description = "The name of the driver whose labels they are.")
    private String driver;

    /** @param environment the process's variables, by which a pod finds its API server */
    FleetUnlabelCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (ApiClient api = ApiClient.ofPod(
                environment, "KUBERNETES_SERVICE_HOST is not set; only a pod of a cluster can ask for its nodes")) {
            new FormerLabels(api, driver)
                    .remove()
                    .forEach(node -> spec.commandLine().getOut().println(node));
            return 0;
        } catch (IOException | KubernetesException failed) {
            spec.commandLine().getErr().println("zonal: " + failed.getMessage());
            return FAILED;
        }
    }
}
