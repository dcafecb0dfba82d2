package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@OnKubernetes("copy")
final class CopyOfAnEnvironmentIT {
    private static final List<Integer> REPLICAS = List.of(0, 1, 2);

    @Test
    void copiesHereAndInAnotherNamespaceGoTheirOwnWaysWhenTheirSourceIsGone(Story story) {
        Story elsewhere = story.in("zonal-example-elsewhere");
        story.apply("01-shop.yaml");
        REPLICAS.forEach(i -> story.pod("shop-" + i).awaitOutput("sort -u /data/log", "shop-" + i));
        story.apply("02-snapshots.yaml");
        REPLICAS.forEach(i -> story.snapshot("shop-" + i).awaitReady());
        story.apply("03-copy.yaml");
        REPLICAS.forEach(i -> story.pod("copy-" + i).awaitReady());
        removeSource(story);
        REPLICAS.forEach(i -> applyElsewhere(story, i));
        story.apply("05-elsewhere.yaml");
        REPLICAS.forEach(i -> elsewhere.pod("elsewhere-" + i).awaitReady());

        REPLICAS.forEach(i -> story.snapshot("shop-" + i).delete());

        REPLICAS.forEach(i -> assertThatItWrites(story.pod("copy-" + i), "shop-" + i));
        REPLICAS.forEach(i -> assertThatItWrites(elsewhere.pod("elsewhere-" + i), "shop-" + i));
    }

    private static void removeSource(Story story) {
        story.client()
                .apps()
                .statefulSets()
                .inNamespace(story.namespace())
                .withName("shop")
                .delete();
        REPLICAS.forEach(i -> story.pod("shop-" + i).awaitGone());
        REPLICAS.forEach(i -> story.claim("data-shop-" + i).delete());
    }

    private static void applyElsewhere(Story story, int replica) {
        StorySnapshot snapshot = story.snapshot("shop-" + replica);
        story.applyFilled(
                "04-elsewhere.template.yaml", Map.of("INDEX", Integer.toString(replica), "HANDLE", snapshot.handle()));
    }

    /** What its log has is its source's lines and its own, and no one else's. */
    private static void assertThatItWrites(StoryPod pod, String source) {
        assertThat(pod.run("head -n 1 /data/log")).isEqualTo(source);
        pod.awaitOutput("tail -n 1 /data/log", pod.name());
        assertThat(pod.run("sort -u /data/log").lines()).containsExactlyInAnyOrder(source, pod.name());
    }
}
