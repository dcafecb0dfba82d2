package dev.zonal.csi.driver;

import static dev.zonal.csi.driver.Workload.block;
import static dev.zonal.csi.driver.Workload.mount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.zonal.csi.client.CallFailed;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.v1.Finding;
import dev.zonal.csi.v1.Volume;
import dev.zonal.csi.v1.VolumeCapability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people and other programs do to a node behind the driver's back, on the real kernel. */
@RealHost
final class NodeAccidentsIT {
    private static final VolumeCapability EXT4 = mount("ext4");

    private static RealDriver driver;
    private static Workload workload;

    @BeforeAll
    static void start() throws Exception {
        driver = RealDriver.start();
        workload = new Workload(driver);
    }

    @AfterAll
    static void stop() throws Exception {
        workload.close();
        driver.close();
    }

    /** After each test nothing is attached but the pool itself, and nothing is stray. */
    @AfterEach
    void nothingIsLeft() throws Exception {
        assertThat(HostTraces.loopsBelow(driver.folder())).hasSize(1);
        assertThat(findings()).isEmpty();
    }

    private static List<Finding> findings() {
        return workload.client().maintenance().findGarbage().getFindingsList();
    }

    /** Does what a person does who reads the finding. */
    private static void runCommandFor(String path) throws Exception {
        String command = findings().stream()
                .filter(finding -> finding.getPath().equals(path))
                .map(Finding::getCommand)
                .findFirst()
                .orElseThrow();
        HostTraces.output("/bin/sh", "-c", command);
    }

    private static Path published(Volume volume) throws Exception {
        Path target = workload.publish(volume, EXT4);
        Files.writeString(target.resolve("file"), "content");
        HostTraces.output("sync", "--file-system", target.toString());
        return target;
    }

    private static void assertStillServed(Volume volume) throws Exception {
        Path target = workload.publish(volume, EXT4);
        assertThat(target.resolve("file")).hasContent("content");
        workload.retire(volume);
        workload.delete(volume);
    }

    private static void assertRefused(ThrowingCallable call, String sentence) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CallFailed.class,
                        refused -> assertThat(refused.codeName()).isEqualTo("FAILED_PRECONDITION"))
                .hasMessageContaining(sentence);
    }

    private static String deviceOf(Volume volume) throws Exception {
        return HostTraces.output("losetup", "--noheadings", "--output", "NAME", "--associated", imageOf(volume))
                .strip();
    }

    private static String imageOf(Volume volume) throws Exception {
        return objectOf(volume).resolve("disk.img").toString();
    }

    private static Path objectOf(Volume volume) throws Exception {
        try (var pools = Files.list(driver.folder().resolve("run").resolve("pools"))) {
            return pools.findFirst().orElseThrow().resolve("volumes").resolve(volume.getVolumeId());
        }
    }

    @Test
    void whatSomebodyUnmountedIsMountedAgain() throws Exception {
        Volume volume = workload.create("unmounted", 64, EXT4);
        Path target = published(volume);

        HostTraces.output("umount", target.toString());
        workload.publish(volume, EXT4);
        assertThat(target.resolve("file")).hasContent("content");
        HostTraces.output("umount", target.toString());
        HostTraces.output("umount", workload.stagingPath(volume).toString());

        assertStillServed(volume);
    }

    @Test
    void whatSomebodyUnmountedIsTakenAwayAllTheSame() throws Exception {
        Volume volume = workload.create("cleaned", 64, EXT4);
        Path target = published(volume);
        HostTraces.output("umount", target.toString());
        HostTraces.output("umount", workload.stagingPath(volume).toString());

        workload.retire(volume);
        workload.retire(volume);

        assertThat(HostTraces.loopsBelow(driver.folder())).hasSize(1);
        assertStillServed(volume);
    }

    @Test
    void aDeviceThatSomebodyDetachedWhileItWasMountedGoesWithItsMount() throws Exception {
        Volume volume = workload.create("detached", 64, EXT4);
        Path target = published(volume);

        HostTraces.output("losetup", "--detach", deviceOf(volume));

        assertThat(target.resolve("file")).hasContent("content");
        workload.publish(volume, EXT4);
        workload.retire(volume);
        assertStillServed(volume);
    }

    /** Also where another program has its number by now: that one's device is not touched. */
    @Test
    void aRawDeviceThatSomebodyDetachedIsAttachedAgainUnderAnyNumber() throws Exception {
        Volume volume = workload.create("raw", 16, block());
        workload.stage(volume, block());
        String device = deviceOf(volume);
        Path others = Files.write(driver.folder().resolve("others.img"), new byte[1 << 20]);
        HostTraces.output("losetup", "--detach", device);
        HostTraces.output("losetup", device, others.toString());

        assertRefused(() -> workload.publish(volume, block(), workload.targetPath(volume), false), "is not staged");
        workload.publish(volume, block());

        assertThat(deviceOf(volume)).isNotEqualTo(device);
        workload.retire(volume);
        workload.delete(volume);
        assertThat(HostTraces.output("losetup", "--noheadings", "--output", "BACK-FILE", device))
                .contains("others.img");
        HostTraces.output("losetup", "--detach", device);
    }

    @Test
    void aTargetInUseStaysAndGoesWhenItsUserHasGone() throws Exception {
        Volume volume = workload.create("busy", 64, EXT4);
        Path target = published(volume);
        Process user =
                new ProcessBuilder("sleep", "600").directory(target.toFile()).start();
        try {
            assertRefused(() -> workload.unpublish(volume, target), "working directory");
            assertThat(target.resolve("file")).hasContent("content");
        } finally {
            user.destroyForcibly().waitFor();
        }

        workload.retire(volume);

        assertThat(target).doesNotExist();
        assertStillServed(volume);
    }

    @Test
    void aStagingPathWithTheMountOfAnotherVolumeIsRefused() throws Exception {
        Volume volume = workload.create("one", 64, EXT4);
        Volume other = workload.create("other", 64, EXT4);
        published(volume);
        workload.stage(other, EXT4);
        HostTraces.output("umount", workload.stagingPath(other).toString());
        HostTraces.output(
                "mount",
                "--bind",
                workload.stagingPath(volume).toString(),
                workload.stagingPath(other).toString());

        assertRefused(() -> workload.stage(other, EXT4), "which is not volume " + other.getVolumeId());
        assertRefused(() -> workload.unstage(other), "which is not volume " + other.getVolumeId());

        HostTraces.output("umount", workload.stagingPath(other).toString());
        workload.unstage(other);
        workload.delete(other);
        workload.retire(volume);
        assertStillServed(volume);
    }

    /** The kernel keeps what was deleted for as long as it is mounted; the search for strays names it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aVolumeWhoseImageVanishedIsTakenOffTheNode(boolean withItsFolder) throws Exception {
        Volume volume = workload.create("vanished-" + withItsFolder, 64, EXT4);
        Path target = published(volume);
        String device = deviceOf(volume);
        Path object = objectOf(volume);
        Path kept = driver.folder().resolve("kept");
        Files.delete(object.resolve("disk.img"));
        if (withItsFolder) {
            Files.move(object.resolve("volume.json"), kept);
            Files.delete(object);
        }

        assertThat(findings())
                .extracting(Finding::getPath)
                .contains(target.toString(), workload.stagingPath(volume).toString(), device);
        assertThat(target.resolve("file")).hasContent("content");
        workload.retire(volume);
        assertThatThrownBy(() -> workload.stage(volume, EXT4)).hasMessageContaining("was taken away");
        runCommandFor(device);
        workload.delete(volume);
        Files.deleteIfExists(kept);
    }

    @Test
    void whatAnAccidentLeftGoesByTheCommandsThatAreNamed() throws Exception {
        Volume volume = workload.create("kept", 64, EXT4);
        Path target = published(volume);
        Path copy = objectOf(volume).resolveSibling("a copy.img");
        HostTraces.output("cp", "--reflink=always", imageOf(volume), copy.toString());
        String stray = HostTraces.output("losetup", "--find", "--show", copy.toString())
                .strip();

        assertThat(findings())
                .extracting(Finding::getPath, Finding::getCommand)
                .containsExactly(tuple(stray, "losetup -d " + stray), tuple(copy.toString(), ""));
        runCommandFor(stray);
        runCommandFor(copy.toString());
        assertThat(copy).doesNotExist();
        assertThat(target.resolve("file")).hasContent("content");
        workload.retire(volume);
        assertStillServed(volume);
    }
}
