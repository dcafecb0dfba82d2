package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnKubernetes("spread")
final class SpreadIT {
    @Test
    void aVolumeWithoutAPodIsMadeAtOnceAndAPodFollowsIt(Story story) {
        story.timed("immediate: claim to Bound", () -> {
            story.apply("01-immediate.yaml");
            story.claim("at-once").awaitBound();
        });

        story.apply("02-consumer.yaml");

        String node = story.pod("follower").awaitReady().node();
        assertThat(story.claim("at-once").places()).isEqualTo(story.cluster().placesOf(node));
    }

    @ParameterizedTest
    @CsvSource({"03-zones.yaml,zones", "04-nodes.yaml,nodes"})
    void replicasAreSpreadEachWithItsVolume(String file, String app, Story story) {
        story.apply("01-immediate.yaml", file);

        List<String> nodes = Stream.of(0, 1, 2)
                .map(replica -> nodeOf(story, app + "-" + replica))
                .toList();
        assertThat(nodes).containsExactlyInAnyOrderElementsOf(story.cluster().nodes());
    }

    private static String nodeOf(Story story, String replica) {
        String node = story.pod(replica).awaitReady().node();
        assertThat(story.claim("data-" + replica).places())
                .isEqualTo(story.cluster().placesOf(node));
        return node;
    }
}
