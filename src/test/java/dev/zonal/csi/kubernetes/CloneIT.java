package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

@OnKubernetes("clone")
final class CloneIT {
    private static final String READ_DEVICE = "head -c 8 /dev/data";
    private static final long KIBIBYTES_OF_SOURCE = 1 << 20;

    @Test
    void largerClonesOfAFilesystemAndOfADeviceBeginAsTheirSourcesAndOutliveThem(Story story) {
        story.apply("01-source.yaml");
        StoryPod source =
                story.pod("source").awaitOutput("cat /data/file", "original").awaitOutput(READ_DEVICE, "original");
        StoryPod clone = story.pod("clone");

        story.timed("clone: claims of a filesystem and a device to pod Ready", () -> {
            story.apply("02-clones.yaml");
            clone.awaitReady();
        });

        assertThat(clone.run("cat /data/file")).isEqualTo("original");
        assertThat(clone.run(READ_DEVICE)).isEqualTo("original");
        assertThat(Long.parseLong(clone.run("df -k /data | awk 'END { print $2 }'")))
                .isGreaterThan(KIBIBYTES_OF_SOURCE * 18 / 10);
        assertThat(clone.run("blockdev --getsize64 /dev/data")).isEqualTo(Long.toString(2048L << 20));
        clone.run("echo its own >/data/file; printf 'its own.' | dd of=/dev/data conv=fsync");
        assertThat(source.run("cat /data/file")).isEqualTo("original");
        assertThat(source.run(READ_DEVICE)).isEqualTo("original");
        source.delete();
        story.claim("files").delete();
        story.claim("device").delete();
        assertThat(clone.run("cat /data/file")).isEqualTo("its own");
        assertThat(clone.run(READ_DEVICE)).isEqualTo("its own.");
    }
}
