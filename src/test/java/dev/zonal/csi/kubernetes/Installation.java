package dev.zonal.csi.kubernetes;

import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.api.model.storage.CSINodeDriver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The driver as users install it: by its chart, with the values that fit this cluster's labels. */
final class Installation {
    /** The same program under another name, which is what another version is to Kubernetes. */
    static final List<String> OTHER_VERSION = List.of("image.registry=localhost/zonal-cluster", "image.tag=latest");

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final List<String> TOPOLOGY = List.of(
            "topology.fromLabels.zone=topology.kubernetes.io/zone", "topology.fromLabels.rack=example.com/rack");

    /** All nodes of this cluster keep their pools on one disk, which has no room for the blocks of all of them. */
    private static final List<String> POOL = List.of(
            "pools[0].name=default",
            "pools[0].path=/var/lib/zonal/pool.img",
            "pools[0].size=20Gi",
            "pools[0].sparse=true");

    private Installation() {}

    /** Installs the chart, or upgrades to it, and waits until every node has its driver. */
    static void of(Cluster cluster) {
        of(cluster, List.of());
    }

    /** The same, with more values that are not the chart's own: key=value. */
    static void of(Cluster cluster, List<String> values) {
        Stream<String> set =
                Stream.of(TOPOLOGY, POOL, values).flatMap(List::stream).flatMap(each -> Stream.of("--set", each));
        helm(Stream.concat(
                Stream.of("upgrade", "--install", "zonal", "deploy/charts/zonal", "--create-namespace"), set));
        cluster.drivers().awaitRolledOut();
        cluster.nodes()
                .forEach(node -> Patience.USUAL.until(
                        "the driver to be registered on " + node,
                        () -> isRegistered(cluster, node, Drivers.NAME),
                        () -> cluster.drivers().logOf(node)));
    }

    /** As a user does who has had enough of it; returns what Helm says. */
    static String remove(Cluster cluster) {
        String said = helm(Stream.of("uninstall", "zonal"));
        Patience.USUAL.until(
                "all drivers to go",
                () -> cluster.nodes().stream()
                        .allMatch(node -> cluster.drivers().find(node).isEmpty()),
                () -> cluster.command("status"));
        return said;
    }

    private static String helm(Stream<String> words) {
        return ClusterCommand.run(
                LIMIT,
                Stream.of(Stream.of("helm"), words, Stream.of("--namespace", Drivers.NAMESPACE))
                        .flatMap(each -> each)
                        .toArray(String[]::new));
    }

    /** Whether kubelet has taken a driver. Of a node that has none, there is no list. */
    static boolean isRegistered(Cluster cluster, String node, String driver) {
        CSINode object =
                cluster.client().storage().v1().csiNodes().withName(node).get();
        return Optional.ofNullable(object.getSpec().getDrivers()).orElse(List.of()).stream()
                .map(CSINodeDriver::getName)
                .anyMatch(driver::equals);
    }
}
