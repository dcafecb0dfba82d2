package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A snapshot is on one node, and no part of Kubernetes knows on which. With a provisioner on each node the scheduler may
 * pick the wrong one, and keep to it.
 */
@OnKubernetes("restore")
final class RestoreAndTopologyIT {
    private static final int TRIES = Integer.getInteger("restore.tries", 2);
    private static final Patience ONE_TRY = new Patience(Duration.ofSeconds(Integer.getInteger("restore.seconds", 10)));

    private static String cut(Story story) {
        story.apply("01-source.yaml");
        story.pod("source").awaitOutput("cat /data/file", "original");
        story.apply("02-snapshot.yaml");
        story.snapshot("cut").awaitReady();
        return story.pod("source").node();
    }

    @Test
    void theWrongNodeRefusesWithTheReasonInTheEventsOfTheClaim(Story story) {
        String right = cut(story);
        String wrong = story.cluster().nodes().stream()
                .filter(node -> !node.equals(right))
                .findFirst()
                .orElseThrow();

        story.apply(Specs.restore("astray", "1Gi", "cut"), Specs.on(wrong, Specs.pod("astray", "astray")));

        String handle = story.snapshot("cut").handle();
        assertThat(story.claim("astray").awaitEvent("lives on another node"))
                .contains("ResourceExhausted")
                .contains(handle)
                .contains("a volume made from it can only be placed there");
        assertThat(story.claim("astray").isBound()).isFalse();
    }

    /** How often it comes up is told, and not demanded: a scheduler that likes a wrong node best keeps to it. */
    @Test
    void unaidedAPodComesUpWithItsDataOnceItIsScheduledThere(Story story) {
        String right = cut(story);
        StoryPod unaided = story.pod("unaided");

        for (int i = 1; i <= TRIES; i++) {
            long began = System.nanoTime();
            story.apply("03-unaided.yaml");
            if (unaided.isReadyWithin(ONE_TRY)) {
                story.cluster()
                        .times()
                        .add("restore unaided, of " + TRIES + " tries", Duration.ofNanos(System.nanoTime() - began));
                unaided.awaitOutput("cat /data/file", "original");
                assertThat(unaided.node()).isEqualTo(right);
            } else {
                story.claim("unaided").awaitEvent("lives on another node");
            }
            unaided.delete();
            story.claim("unaided").delete();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "04-beside-the-source.yaml,beside",
        "05-on-its-node.template.yaml,on-its-node",
        "06-by-class.template.yaml,by-class"
    })
    void aidedItComesUpForCertain(String file, String name, Story story) {
        String right = cut(story);

        story.timed("restore aided: claim to pod Ready", () -> {
            story.applyFilled(file, Map.of("NODE", right));
            story.pod(name).awaitReady();
        });

        story.pod(name).awaitOutput("cat /data/file", "original");
        assertThat(story.pod(name).node()).isEqualTo(right);
        assertThat(story.messages("PersistentVolumeClaim", name))
                .noneMatch(message -> message.contains("lives on another node"));
    }
}
