package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** A snapshot is on one node, and no part of Kubernetes knows on which: the pod follows its volume there. */
@OnKubernetes("restore")
final class RestoreAndTopologyIT {
    /** @return the node that has the snapshot */
    private static String cut(Story story) {
        story.apply("01-source.yaml");
        story.pod("source").awaitOutput("cat /data/file", "original");
        story.apply("02-snapshot.yaml");
        story.snapshot("cut").awaitReady();
        return story.pod("source").node();
    }

    @Test
    void aRestoreComesUpUnaidedAndSoDoesOneWithAFreshVolumeBeside(Story story) {
        String right = cut(story);

        story.timed("restore unaided: claim to pod Ready", () -> {
            story.apply("03-unaided.yaml");
            story.pod("unaided").awaitReady();
        });
        story.apply("04-beside-a-fresh-one.yaml");

        story.pod("unaided").awaitOutput("cat /data/file", "original");
        story.pod("both").awaitOutput("cat /fresh/file", "original");
        assertThat(story.pod("unaided").node()).isEqualTo(right);
        assertThat(story.pod("both").node()).isEqualTo(right);
    }

    @Test
    void whereThePodCanNotFollowTheEventsOfItsClaimSayWhatToDo(Story story) {
        String right = cut(story);
        String wrong = story.cluster().another(right);

        story.applyFilled("05-pinned-elsewhere.template.yaml", Map.of("NODE", wrong));

        assertThat(story.claim("elsewhere").awaitEvent("selects nodes with"))
                .contains("ResourceExhausted")
                .contains("kubernetes.io/hostname=" + wrong)
                .contains("let it run on " + right);
        assertThat(story.claim("elsewhere").isBound()).isFalse();
    }
}
