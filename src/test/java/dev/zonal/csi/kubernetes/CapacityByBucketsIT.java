package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** One of the controllers publishes what is free, in place of the provisioner; and then the provisioner again. */
@OnKubernetes
@Isolated("it replaces all controllers")
@Order(3)
final class CapacityByBucketsIT {
    private static final String LABEL = "thin.capacity." + Drivers.NAME + "/default";
    private static final String CONTROLLER = "system:serviceaccount:" + Drivers.NAMESPACE + ":zonal-controller";
    private static final String TAKEN = "{\"spec\": {\"unschedulable\": true}}";
    private static final String PUBLISHER = "csi.storage.k8s.io/managed-by";

    @Test
    void nodesSayWhatIsFreeThereUntilTheProvisionerPublishesAgain(Story story) {
        Cluster cluster = story.cluster();
        Drivers drivers = cluster.drivers();
        try {
            story.timed("buckets: to them", () -> {
                Installation.of(cluster, List.of("capacity.publisher=buckets"));
                cluster.nodes().forEach(node -> awaitLabel(cluster, node, true));
            });
            story.apply(Specs.claim("data", "64Mi"), Specs.preferring("n1", Specs.pod("data", "data")));
            assertThat(story.pod("data").awaitReady().node()).isEqualTo("n1");

            assertThatThrownBy(
                            () -> cluster.command("kubectl", "--as=" + CONTROLLER, "patch", "node", "n1", "-p", TAKEN))
                    .hasMessageContaining("change nothing of nodes but labels");

            drivers.signal("n1", "SIGSTOP");
            drivers.killHolder("zonal-capacity");
            try {
                story.timed("buckets: publisher killed and agent hangs, until its node has no room", () -> {
                    awaitLabel(cluster, "n1", false);
                });
                story.apply(Specs.claim("avoids", "64Mi"), Specs.preferring("n1", Specs.pod("avoids", "avoids")));
                assertThat(story.pod("avoids").awaitReady().node()).isNotEqualTo("n1");
            } finally {
                drivers.signal("n1", "SIGCONT");
            }
            awaitLabel(cluster, "n1", true);
            awaitPublisher(cluster, "zonal");
        } finally {
            story.timed("buckets: and back", () -> {
                Installation.of(cluster);
                awaitPublisher(cluster, "external-provisioner");
            });
        }
        cluster.nodes().forEach(node -> assertThat(label(cluster, node)).isEmpty());
        new Capacities(story.client(), cluster).awaitSettled("n1");
    }

    private static void awaitLabel(Cluster cluster, String node, boolean there) {
        Patience.USUAL.until(
                there ? "room on " + node : node + " to have no room",
                () -> label(cluster, node).isPresent() == there,
                () -> label(cluster, node).toString());
    }

    private static Optional<String> label(Cluster cluster, String node) {
        return Optional.ofNullable(cluster.client()
                .nodes()
                .withName(node)
                .get()
                .getMetadata()
                .getLabels()
                .get(LABEL));
    }

    /** Of all objects that there are. */
    private static void awaitPublisher(Cluster cluster, String name) {
        Patience.USUAL.until(
                "what is free to be published by " + name + " alone",
                () -> publishers(cluster).distinct().toList().equals(List.of(name)),
                () -> publishers(cluster).toList().toString());
    }

    private static Stream<String> publishers(Cluster cluster) {
        List<CSIStorageCapacity> objects = cluster.client()
                .storage()
                .v1()
                .csiStorageCapacities()
                .inNamespace(Drivers.NAMESPACE)
                .list()
                .getItems();
        return objects.stream().map(object -> object.getMetadata().getLabels().get(PUBLISHER));
    }
}
