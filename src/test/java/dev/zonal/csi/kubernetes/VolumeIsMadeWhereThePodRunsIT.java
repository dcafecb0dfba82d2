package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

@OnKubernetes("first-consumer")
final class VolumeIsMadeWhereThePodRunsIT {
    @Test
    void aClaimWaitsForItsFirstPodAndIsThenOnItsNode(Story story) {
        story.apply("01-claim.yaml");
        story.claim("data").awaitEvent("waiting for first consumer");
        assertThat(story.claim("data").isBound()).isFalse();

        story.timed("first consumer: pod to Ready, with its volume", () -> {
            story.apply("02-consumer.yaml");
            story.podOf("consumer").awaitReady();
        });

        String node = story.podOf("consumer").node();
        assertThat(story.claim("data").places()).isEqualTo(story.cluster().placesOf(node));
    }

    @Test
    void aPodThatIsMadeAnewReturnsToItsVolume(Story story) {
        story.apply("01-claim.yaml", "02-consumer.yaml");
        StoryPod first = story.podOf("consumer").awaitOutput("wc -l </data/pods", "1");
        String node = first.node();

        first.delete();

        StoryPod second = story.podOf("consumer").awaitOutput("wc -l </data/pods", "2");
        assertThat(second.run("cat /data/pods")).isEqualTo(first.name() + "\n" + second.name());
        assertThat(second.node()).isEqualTo(node);
    }

    @Test
    void aPodWhoseNodeTakesNoMoreWaitsAndGoesNowhereElse(Story story) {
        story.apply("01-claim.yaml", "02-consumer.yaml");
        StoryPod first = story.podOf("consumer").awaitReady();
        String node = first.node();
        story.cluster().cordon(node, true);
        try {
            first.delete();

            StoryPod second = story.podOf("consumer");
            assertThat(second.awaitEvent("available"))
                    .contains("1 node(s) were unschedulable")
                    .contains("2 node(s) didn't match PersistentVolume's node affinity");
            assertThat(second.isWaitingForANode()).isTrue();
        } finally {
            story.cluster().cordon(node, false);
        }
        assertThat(story.podOf("consumer").awaitReady().node()).isEqualTo(node);
    }
}
