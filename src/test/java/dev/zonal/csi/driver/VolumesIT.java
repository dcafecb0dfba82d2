package dev.zonal.csi.driver;

import static dev.zonal.csi.driver.Workload.block;
import static dev.zonal.csi.driver.Workload.mount;
import static dev.zonal.csi.driver.Workload.volume;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.client.CallFailed;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.v1.Topology;
import dev.zonal.csi.v1.TopologyRequirement;
import dev.zonal.csi.v1.Volume;
import dev.zonal.csi.v1.VolumeCapability;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Volumes of every kind on real devices and filesystems, through the socket. */
@RealHost
final class VolumesIT {
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

    private static TopologyRequirement requisite(String key, String value) {
        return TopologyRequirement.newBuilder()
                .addRequisite(Topology.newBuilder().putSegments("topology.local.csi.zonal.dev/" + key, value))
                .build();
    }

    @Test
    void aVolumeLandsWhereItHasToBeOrIsRefusedWithTheReason() {
        Volume placed = workload.create(
                volume("placed", 16, mount("ext4")).setAccessibilityRequirements(requisite("zone", "a")));

        assertThat(placed.getAccessibleTopology(0).getSegmentsMap())
                .containsEntry("topology.local.csi.zonal.dev/zone", "a")
                .containsEntry("topology.local.csi.zonal.dev/node", "n1");
        assertThatThrownBy(() -> workload.create(
                        volume("elsewhere", 16, mount("ext4")).setAccessibilityRequirements(requisite("zone", "b"))))
                .isInstanceOfSatisfying(
                        CallFailed.class,
                        refused -> assertThat(refused.codeName()).isEqualTo("RESOURCE_EXHAUSTED"))
                .hasMessageContaining("zone=b")
                .hasMessageContaining("zone=a");
        workload.delete(placed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs"})
    void aReadOnlyPublishRefusesWritesBesideOneThatTakesThem(String filesystem) throws Exception {
        VolumeCapability capability = mount(filesystem);
        Volume volume = workload.create("shared-" + filesystem, 320, capability);
        Path writable = workload.publish(volume, capability);
        Path readOnly = driver.folder().resolve("ro-" + filesystem);
        Files.writeString(writable.resolve("file"), "content");

        workload.publish(volume, capability, readOnly, true);

        assertThat(Files.readString(readOnly.resolve("file"))).isEqualTo("content");
        assertThatThrownBy(() -> Files.writeString(readOnly.resolve("file"), "changed"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Read-only");
        workload.unpublish(volume, readOnly);
        workload.retire(volume);
        workload.delete(volume);
    }

    @Test
    void aReadOnlyRawDeviceRefusesWrites() throws Exception {
        Volume volume = workload.create("raw-ro", 16, block());
        workload.stage(volume, block());
        Path device = workload.publish(volume, block(), workload.targetPath(volume), true);

        assertThatThrownBy(() -> {
                    try (RandomAccessFile file = new RandomAccessFile(device.toFile(), "rw")) {
                        file.write(new byte[4096]);
                        file.getFD().sync();
                    }
                })
                .isInstanceOf(IOException.class);
        workload.retire(volume);
        workload.delete(volume);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xfs", "btrfs"})
    void aMountedFilesystemGrows(String filesystem) {
        VolumeCapability capability = mount(filesystem);
        Volume volume = workload.create("grows-" + filesystem, 320, capability);
        Path target = workload.publish(volume, capability);

        workload.expand(volume, 1024);
        long capacity = workload.expandOnNode(volume);

        assertThat(capacity).isEqualTo(1024 * Workload.MEBIBYTE);
        assertThat(target.toFile().getTotalSpace()).isGreaterThan(900 * Workload.MEBIBYTE);
        workload.retire(volume);
        workload.delete(volume);
    }

    /**
     * This machine may lack CAP_SYS_RESOURCE, without which no process grows a mounted ext4: then the device grows, and
     * the filesystem when the volume is staged next.
     */
    @Test
    void anExt4GrowsMountedWhereTheKernelLetsItElseWhenItIsStagedNext() throws Exception {
        VolumeCapability capability = mount("ext4");
        Volume volume = workload.create("grows-ext4", 64, capability);
        Path target = workload.publish(volume, capability);
        workload.expand(volume, 256);

        assertThat(workload.expandOnNode(volume)).isEqualTo(256 * Workload.MEBIBYTE);

        if (target.toFile().getTotalSpace() < 200 * Workload.MEBIBYTE) {
            assertThat(driver.log()).content().contains("CAP_SYS_RESOURCE");
            workload.retire(volume);
            workload.publish(volume, capability);
        }
        assertThat(target.toFile().getTotalSpace()).isGreaterThan(200 * Workload.MEBIBYTE);
        workload.retire(volume);
        workload.delete(volume);
    }

    @Test
    void aRawDeviceGrowsWhileItIsPublished() throws Exception {
        Volume volume = workload.create("grows-raw", 16, block());
        Path device = workload.publish(volume, block());

        workload.expand(volume, 32);
        workload.expandOnNode(volume);

        try (RandomAccessFile file = new RandomAccessFile(device.toFile(), "rw")) {
            file.seek(32 * Workload.MEBIBYTE - 4096);
            file.write(new byte[4096]);
            assertThat(file.length()).isEqualTo(32 * Workload.MEBIBYTE);
        }
        workload.retire(volume);
        workload.delete(volume);
    }

    @Test
    void thickVolumesHaveTheirSpaceAndStayThickWhenFormatted() throws Exception {
        VolumeCapability capability = mount("ext4");
        Volume volume = workload.create(volume("thick", 256, capability).putParameters("provisioning", "thick"));
        workload.publish(volume, capability);

        Path image = imageOf(volume);

        assertThat(Long.parseLong(HostTraces.output("stat", "--format=%b", image.toString())
                                .strip())
                        * 512)
                .isGreaterThanOrEqualTo(256 * Workload.MEBIBYTE);
        workload.retire(volume);
        workload.delete(volume);
    }

    @Test
    void aVolumeInUseIsNotDeleted() {
        VolumeCapability capability = mount("ext4");
        Volume volume = workload.create("in-use", 16, capability);
        workload.publish(volume, capability);

        assertThatThrownBy(() -> workload.delete(volume))
                .isInstanceOfSatisfying(
                        CallFailed.class,
                        refused -> assertThat(refused.codeName()).isEqualTo("FAILED_PRECONDITION"));

        workload.retire(volume);
        workload.delete(volume);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 16L << 20})
    void aVolumeHasOneMebibyteToSixteenTebibytes(long mebibytes) throws Exception {
        try (RealDriver generous = RealDriver.start("--pool-overcommit", "400");
                Workload wide = new Workload(generous)) {
            Volume volume = wide.create("extreme", mebibytes, mount("ext4"));

            Path target = wide.publish(volume, mount("ext4"));

            Files.writeString(target.resolve("file"), "content");
            wide.retire(volume);
            wide.delete(volume);
        }
    }

    private static Path imageOf(Volume volume) throws IOException {
        try (var pools = Files.walk(driver.folder().resolve("run"))) {
            return pools.filter(path -> path.endsWith(Path.of(volume.getVolumeId(), "disk.img")))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
