package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

@OnKubernetes("access")
final class WaysToUseAVolumeIT {
    @Test
    void asARawDeviceInPartsByAGroupWithOptionsAndForOnePodsLife(Story story) {
        story.apply("01-namespace.yaml");

        story.apply("02-block.yaml", "07-sub-path.yaml", "08-group.yaml", "09-mount-options.yaml", "10-ephemeral.yaml");

        story.pod("block").awaitOutput("head -c 3 /dev/data", "raw");
        assertThat(story.pod("block").run("blockdev --getsize64 /dev/data")).isEqualTo(Long.toString(1L << 30));
        StoryPod folders = story.pod("folders").awaitReady();
        folders.in("left").awaitOutput("cat /data/file", "left");
        folders.in("right").awaitOutput("cat /data/file", "right");
        story.pod("group").awaitOutput("stat -c %u:%g /data/file", "1000:2000");
        assertThat(story.pod("options").awaitReady().run("grep ' /data ' /proc/mounts"))
                .contains("noatime")
                .contains("nodev");
        StoryPod ephemeral = story.pod("ephemeral").awaitOutput("cat /data/file", "scratch");
        ephemeral.delete();
        story.claim("ephemeral-data").awaitGone();
    }

    @Test
    void byOnePodAloneWhereTheClaimSaysSo(Story story) {
        story.apply("01-namespace.yaml");

        story.apply("03-one-pod.yaml");

        story.pod("first").awaitReady();
        assertThat(story.pod("second").awaitEvent("ReadWriteOncePod")).contains("already in-use");
        assertThat(story.pod("second").isWaitingForANode()).isTrue();
        story.pod("first").delete();
        story.pod("second").awaitReady();
    }

    @Test
    void byManyReadersOnTheNodeThatHasIt(Story story) {
        story.apply("01-namespace.yaml", "04-contents.yaml");
        story.pod("author").awaitOutput("cat /data/file", "text");
        story.apply("05-snapshot.yaml");
        story.snapshot("contents").awaitReady();

        story.apply("06-many-readers.yaml");

        for (String name : new String[] {"reader-1", "reader-2"}) {
            StoryPod reader = story.pod(name).awaitOutput("cat /data/file", "text");
            assertThat(reader.attempt("echo graffiti >/data/file").error()).contains("Read-only file system");
        }
    }
}
