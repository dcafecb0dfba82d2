package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

@OnKubernetes("static")
final class VolumesByHandIT {
    @Test
    void aLocalVolumeOfKubernetesItselfWorksBesideTheDriver(Story story) {
        story.applyFilled("01-local.template.yaml", Map.of("NODE", "n2"));

        story.pod("local").awaitOutput("cat /data/file", "local");
        assertThat(story.pod("local").node()).isEqualTo("n2");
        assertThat(story.claim("local").awaitBound().getSpec().getLocal()).isNotNull();
    }

    @Test
    void aVolumeAndASnapshotThatExistAreUsedByTheirIds(Story story) {
        story.applyFilled("01-local.template.yaml", Map.of("NODE", "n2"));
        story.apply("02-retained.yaml");
        StoryPod retained = story.pod("retained").awaitOutput("cat /data/file", "kept");
        story.apply("03-retained-snapshot.yaml");
        String snapshot = story.snapshot("retained").awaitReady().handle();
        String volume = story.claim("retained").handle();
        String node = retained.node();
        forget(story);

        story.applyFilled("04-volume.template.yaml", Map.of("HANDLE", volume, "NODE", node));
        story.applyFilled("05-snapshot.template.yaml", Map.of("SNAPSHOT", snapshot));

        story.pod("by-hand").awaitOutput("cat /data/file", "kept");
        story.pod("from-by-hand").awaitOutput("cat /data/file", "kept");
        assertThat(story.pod("by-hand").node()).isEqualTo(node);
    }

    /** Takes away every object, and leaves the volume and the snapshot, which are retained. */
    private static void forget(Story story) {
        String volume = story.claim("retained").awaitBound().getMetadata().getName();
        String content = story.snapshot("retained").content().getMetadata().getName();
        story.snapshot("retained").delete();
        story.pod("retained").delete();
        story.claim("retained").delete();
        story.client().persistentVolumes().withName(volume).delete();
        Snapshots.content(story.client(), content).delete();
        Patience.USUAL.until(
                "the objects of what is retained to go",
                () -> story.client().persistentVolumes().withName(volume).get() == null
                        && Snapshots.content(story.client(), content).get() == null,
                story::events);
    }
}
