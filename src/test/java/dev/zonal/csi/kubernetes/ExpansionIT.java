package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import org.junit.jupiter.api.Test;

@OnKubernetes("expansion")
final class ExpansionIT {
    private static final long KIBIBYTES_OF_TWO_GIBIBYTES = 2 << 20;
    private static final String KIBIBYTES = "df -k /data | awk 'END { print $2 }'";

    @Test
    void aFilesystemAndADeviceGrowWhileTheyAreUsed(Story story) {
        story.apply("01-volumes.yaml");
        StoryPod online = story.pod("online").awaitReady();
        StoryPod device = story.pod("device").awaitReady();
        online.run("echo kept >/data/file");

        story.timed("expansion online: a filesystem and a device", () -> {
            story.apply("02-grow-online.yaml");
            story.claim("online").awaitCapacity("2Gi");
            story.claim("device").awaitCapacity("2Gi");
        });

        assertThatItIsTwoGibibytes(online);
        assertThat(online.run("cat /data/file")).isEqualTo("kept");
        assertThat(device.run("blockdev --getsize64 /dev/data")).isEqualTo(Long.toString(2L << 30));
    }

    @Test
    void aFilesystemThatIsNotUsedGrowsBeforeItIsUsedAgain(Story story) {
        story.apply("01-volumes.yaml");
        StoryPod offline = story.pod("offline").awaitReady();
        offline.run("echo kept >/data/file; sync");
        offline.delete();

        story.apply("03-grow-offline.yaml");

        story.claim("offline").awaitCondition("FileSystemResizePending");
        story.apply("04-use-again.yaml");
        story.claim("offline").awaitCapacity("2Gi");
        assertThatItIsTwoGibibytes(offline.awaitReady());
        assertThat(offline.run("cat /data/file")).isEqualTo("kept");
    }

    @Test
    void moreThanThePoolHasIsRefusedAndExplained(Story story) {
        story.apply("01-volumes.yaml");
        story.pod("online").awaitReady();

        story.apply("05-too-large.yaml");

        assertThat(story.claim("online").awaitEvent("left to promise"))
                .contains("pool 'default'")
                .contains("OutOfRange");
        assertThat(story.claim("online").awaitBound().getSpec().getCapacity().get("storage"))
                .as("nothing was promised")
                .isEqualTo(new Quantity("1Gi"));
        story.claim("online").awaitCapacity("1Gi");
        story.pod("online").run("echo still written >/data/file");
    }

    /** A filesystem keeps some of its size for itself. */
    private static void assertThatItIsTwoGibibytes(StoryPod pod) {
        assertThat(Long.parseLong(pod.run(KIBIBYTES)))
                .isBetween(KIBIBYTES_OF_TWO_GIBIBYTES * 9 / 10, KIBIBYTES_OF_TWO_GIBIBYTES);
    }
}
