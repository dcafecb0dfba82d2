package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@OnKubernetes("recovery")
@ResourceLock("recovery")
final class RecoveryAfterAMistakeIT {
    @Test
    void whatSomebodyDeletedIsBackInAVolumeMadeFromTheSnapshot(Story story) {
        StoryPod database = story.pod("database");
        StoryPod restored = story.pod("database-restored");
        story.timed("recovery: claim to pod Ready", () -> {
            story.apply("01-database.yaml");
            database.awaitReady();
        });
        database.awaitOutput("cat /data/orders", "order-1");
        story.timed("recovery: VolumeSnapshot to readyToUse", () -> {
            story.apply("02-snapshot.yaml");
            story.snapshot("before-lunch").awaitReady();
        });
        story.apply("03-mistake.yaml");
        story.pod("mistake").awaitSucceeded();

        story.timed("recovery: restoring claim to pod Ready", () -> {
            story.apply("04-restore.yaml");
            restored.awaitReady();
        });

        assertThat(restored.run("cat /data/orders")).isEqualTo("order-1");
        assertThat(database.attempt("cat /data/orders").exitCode()).isNotZero();
        assertThat(story.claim("data-restored").places())
                .isEqualTo(story.claim("data").places());
    }

    @Test
    void aSnapshotAndItsRestoresOutliveEachOtherAndTheirSource(Story story) {
        story.apply("01-database.yaml");
        story.pod("database").awaitOutput("cat /data/orders", "order-1");
        story.apply("02-snapshot.yaml");
        story.snapshot("before-lunch").awaitReady();
        story.apply("04-restore.yaml");
        StoryPod restored = story.pod("database-restored").awaitReady();

        story.pod("database").delete();
        story.claim("data").delete();
        story.snapshot("before-lunch").delete();

        assertThat(restored.run("echo order-2 >>/data/orders; cat /data/orders"))
                .isEqualTo("order-1\norder-2");
    }
}
