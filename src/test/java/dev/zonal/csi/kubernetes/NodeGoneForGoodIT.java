package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.model.VolumeId;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What docs/kubernetes.md advises where the disk of a node is lost. */
@OnKubernetes("recovery")
@Isolated("it takes a node away")
@Order(4)
final class NodeGoneForGoodIT {
    @Test
    void whereTheNodeHasAnotherDiskNowItsOldPoolIsForgotten(Story story) {
        Cluster cluster = story.cluster();
        String node = nodeOfDatabase(story);
        String pool = new VolumeId(story.claim("data").handle()).home().value();
        String volume = story.claim("data").awaitBound().getMetadata().getName();
        loseDisk(cluster, node);
        cluster.command("start", node);
        cluster.awaitReady(node);
        story.pod("database").delete();
        story.claim("data").delete();
        story.in("default").awaitEvent("PersistentVolume", volume, "--forget-homes " + pool);

        try {
            Installation.of(cluster, List.of("driver.forgetHomes={" + pool + "}"));

            awaitGone(story, cluster.client().persistentVolumes().withName(volume));
        } finally {
            Installation.of(cluster);
        }
    }

    @Test
    void whereTheNodeDoesNotComeBackItsPoolIsForgottenToo(Story story) {
        Cluster cluster = story.cluster();
        String node = nodeOfDatabase(story);
        story.apply("02-snapshot.yaml");
        var content = Snapshots.content(
                cluster.client(),
                story.snapshot("before-lunch")
                        .awaitReady()
                        .content()
                        .getMetadata()
                        .getName());
        var volume = cluster.client()
                .persistentVolumes()
                .withName(story.claim("data").awaitBound().getMetadata().getName());
        String pool = new VolumeId(story.claim("data").handle()).home().value();
        loseDisk(cluster, node);
        try {
            cluster.client().nodes().withName(node).delete();
            story.pod("database").forceDeletion();
            story.claim("data").delete();
            story.snapshot("before-lunch").beginDeletion();

            volume.delete();
            story.in("default")
                    .awaitEvent("PersistentVolume", volume.get().getMetadata().getName(), "--forget-homes " + pool);
            Installation.of(cluster, List.of("driver.forgetHomes={" + pool + "}"));

            awaitGone(story, volume);
            awaitGone(story, content);
            story.apply("01-database.yaml");
            assertThat(nodeOfDatabase(story)).isNotEqualTo(node);
        } finally {
            cluster.command("start", node);
            cluster.awaitReady(node);
            Installation.of(cluster);
        }
    }

    private static String nodeOfDatabase(Story story) {
        story.apply("01-database.yaml");
        return story.pod("database").awaitOutput("cat /data/orders", "order-1").node();
    }

    private static void loseDisk(Cluster cluster, String node) {
        cluster.command("kill", node);
        cluster.command("wipe", node);
    }

    private static void awaitGone(Story story, Resource<?> resource) {
        Patience.USUAL.until("it to go", () -> resource.get() == null, () -> resource.get() + "\n" + story.events());
    }
}
