package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;

/** What the cluster itself takes: the figure beside which the others are read. */
@OnKubernetes
final class FloorIT {
    @RepeatedTest(3)
    void aPodWithoutAVolumeRuns(Story story) {
        story.timed("floor: pod without a volume to Ready", () -> {
            story.apply(Specs.pod("bare"));
            story.pod("bare").awaitReady();
        });

        assertThat(story.pod("bare").run("echo it runs")).isEqualTo("it runs");
    }
}
