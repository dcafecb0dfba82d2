package dev.zonal.csi.kubernetes;

import java.time.Duration;

/** The driver as users install it: by its chart, with the values that fit this cluster's labels. */
final class Installation {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private Installation() {}

    /** Installs the chart, or upgrades to it, and waits until every node has its driver. */
    static void of(Cluster cluster) {
        ClusterCommand.run(
                LIMIT,
                "helm",
                "upgrade",
                "--install",
                "zonal",
                "deploy/charts/zonal",
                "--namespace",
                Drivers.NAMESPACE,
                "--create-namespace",
                "--set",
                "topology.fromLabels.zone=topology.kubernetes.io/zone",
                "--set",
                "topology.fromLabels.rack=example.com/rack");
        cluster.nodes().forEach(cluster.drivers()::awaitReady);
        cluster.nodes().forEach(node -> awaitRegistered(cluster, node));
    }

    private static void awaitRegistered(Cluster cluster, String node) {
        Patience.USUAL.until(
                "the driver to be registered on " + node,
                () -> cluster.client().storage().v1().csiNodes().withName(node).get().getSpec().getDrivers().stream()
                        .anyMatch(driver -> driver.getName().equals(Drivers.NAME)),
                () -> cluster.drivers().logOf(node));
    }
}
