package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@OnKubernetes("recovery")
@ResourceLock("recovery")
final class DeletionIT {
    @Test
    void aClaimThatIsDeletedWhileItsPodRunsGoesWithThePod(Story story) {
        story.apply("01-database.yaml");
        StoryPod database = story.pod("database").awaitOutput("cat /data/orders", "order-1");

        story.claim("data").beginDeletion();

        assertThat(database.run("echo order-2 >>/data/orders; cat /data/orders"))
                .isEqualTo("order-1\norder-2");
        assertThat(story.claim("data").isBound()).isTrue();
        database.delete();
        story.claim("data").awaitGone();
    }

    @Test
    void aClaimThatIsDeletedWhileItsSnapshotIsCutLeavesAWholeSnapshot(Story story) {
        story.apply("01-database.yaml");
        story.pod("database").awaitOutput("cat /data/orders", "order-1");
        String node = story.pod("database").node();

        story.apply("02-snapshot.yaml");
        story.snapshot("before-lunch").content();
        story.claim("data").beginDeletion();
        story.pod("database").beginDeletion();

        story.snapshot("before-lunch").awaitReady();
        story.claim("data").awaitGone();
        story.apply(Specs.restore("back", "1Gi", "before-lunch"), Specs.on(node, Specs.pod("back", "back")));
        story.pod("back").awaitOutput("cat /data/orders", "order-1");
    }

    @Test
    void aNamespaceGoesWholeWithPodsThatRunAndSnapshotsThatHaveRestores(Story story) {
        story.apply("01-database.yaml");
        story.pod("database").awaitOutput("cat /data/orders", "order-1");
        story.apply("02-snapshot.yaml");
        story.snapshot("before-lunch").awaitReady();
        story.apply("04-restore.yaml");
        story.pod("database-restored").awaitReady();

        story.client().namespaces().withName(story.namespace()).delete();

        Patience.USUAL.until(
                "the namespace to go",
                () -> story.client().namespaces().withName(story.namespace()).get() == null,
                story::events);
    }
}
