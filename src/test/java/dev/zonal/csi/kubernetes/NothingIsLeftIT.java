package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** When all stories are told, the cluster is as it was before them. */
@OnKubernetes
@Isolated("it looks at everything")
@Order(Integer.MAX_VALUE)
final class NothingIsLeftIT {
    @Test
    void noVolumeNoSnapshotNoLoopDeviceNoMount(Cluster cluster) {
        removeNamespaces(cluster);
        assertThat(cluster.client().persistentVolumes().list().getItems()).isEmpty();
        assertThat(Snapshots.contents(cluster.client())).isEmpty();
        assertThat(cluster.client().storage().v1().volumeAttachments().list().getItems())
                .isEmpty();
        List<String> left = cluster.drivers().ids().toList();
        assertThat(left).as(() -> told(cluster, left)).isEmpty();
        for (String node : cluster.nodes()) {
            assertThat(mountsOfVolumes(cluster, node)).as(node).isEmpty();
        }
        assertThat(cluster.loopDevices())
                .as("one for each pool")
                .hasSize(cluster.nodes().size());
    }

    /** What the pods on all nodes have logged of these objects. */
    private static String told(Cluster cluster, List<String> ids) {
        return cluster.command(
                        "kubectl",
                        "logs",
                        "--namespace",
                        Drivers.NAMESPACE,
                        "--selector",
                        "app.kubernetes.io/name=zonal",
                        "--all-containers",
                        "--prefix",
                        "--tail=-1")
                .lines()
                .filter(line -> ids.stream().anyMatch(line::contains))
                .collect(Collectors.joining("\n"));
    }

    private static void removeNamespaces(Cluster cluster) {
        cluster.namespaces()
                .forEach(name -> cluster.client().namespaces().withName(name).delete());
        Patience.USUAL.until(
                "the namespaces to go",
                () -> cluster.namespaces().isEmpty(),
                () -> cluster.namespaces().toString());
    }

    private static List<String> mountsOfVolumes(Cluster cluster, String node) {
        return cluster.command("node", node, "cat", "/proc/mounts")
                .lines()
                .filter(line -> line.contains("kubernetes.io/csi/") || line.contains("kubernetes.io~csi/"))
                .toList();
    }
}
