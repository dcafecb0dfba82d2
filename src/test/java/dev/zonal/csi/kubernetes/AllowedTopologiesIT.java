package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

@OnKubernetes("allowed-topologies")
final class AllowedTopologiesIT {
    @Test
    void volumesAreMadeOnlyWhereTheirClassAllows(Story story) {
        story.apply("01-classes.yaml");

        story.apply("02-by-zone.yaml", "03-by-rack.yaml", "04-by-zone-and-rack.yaml");
        story.applyFilled("05-by-node.template.yaml", Map.of("NODE", "n3"));

        assertThat(nodeOf(story, "by-zone")).isEqualTo("n2");
        assertThat(nodeOf(story, "by-rack")).isIn("n1", "n3");
        assertThat(nodeOf(story, "by-zone-and-rack")).isEqualTo("n1");
        assertThat(nodeOf(story, "by-node")).isEqualTo("n3");
    }

    /** The node of pod and volume. */
    private static String nodeOf(Story story, String name) {
        String node = story.pod(name).awaitReady().node();
        assertThat(story.claim(name).places()).isEqualTo(story.cluster().placesOf(node));
        return node;
    }

    @Test
    void aPlaceThatDoesNotExistIsExplained(Story story) {
        story.apply("01-classes.yaml");

        story.apply("06-impossible.yaml");

        assertThat(story.pod("nowhere").awaitEvent("available"))
                .contains("3 node(s) didn't find available persistent volumes");
        assertThat(story.pod("nowhere").isWaitingForANode()).isTrue();
        assertThat(story.claim("nowhere").isBound()).isFalse();
        assertThat(story.claim("nowhere-at-once").isBound()).isFalse();
    }
}
