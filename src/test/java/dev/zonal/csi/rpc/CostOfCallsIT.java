package dev.zonal.csi.rpc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.host.CountedPrograms;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.host.RealPool;
import dev.zonal.csi.host.linux.LinuxHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What each call costs, in what does not depend on the speed of the machine: syncs and processes exactly, system calls at
 * most, and allocated bytes at most, a sixth above what is usual, since what else the process does meanwhile is counted too.
 * Whoever changes a number here has made the driver faster or slower.
 */
@RealHost
final class CostOfCallsIT {
    @RegisterExtension
    static final RealPool POOL = RealPool.xfs();

    private final CountedPrograms programs = new CountedPrograms();
    private final Host host = new Host(
            LinuxHost.fileTree(), LinuxHost.loopDevices(), LinuxHost.mounts(), LinuxHost.filesystems(programs));

    /**
     * @param nativeCalls at most
     * @param kibibytes at most, those of the client in this process among them
     */
    private record Price(String call, int syncs, int programs, int nativeCalls, int kibibytes) {
        void check(SoftAssertions softly, Cost cost) {
            softly.assertThat(cost.syncs()).as("syncs of %s", call).isEqualTo(syncs);
            softly.assertThat(cost.programs()).as("programs of %s", call).isEqualTo(programs);
            softly.assertThat(cost.nativeCalls()).as("native calls of %s", call).isLessThanOrEqualTo(nativeCalls);
            softly.assertThat(cost.bytes()).as("bytes of %s", call).isLessThanOrEqualTo(kibibytes * 1024.0);
        }
    }

    /** An object: one sync of all that it consists of, one of its name. */
    private static final List<Price> PRICES = List.of(
            new Price("CreateVolume", 2, 0, 20, 92),
            new Price("CreateVolume again", 0, 0, 0, 60),
            new Price("CreateSnapshot", 2, 0, 30, 86),
            new Price("CreateVolume from a snapshot", 2, 0, 22, 98),
            new Price("CreateVolume from a volume", 2, 0, 26, 110),
            new Price("ControllerExpandVolume", 3, 0, 22, 80),
            new Price("ListVolumes", 0, 0, 0, 92),
            new Price("GetCapacity", 0, 0, 3, 52),
            new Price("ValidateVolumeCapabilities", 0, 0, 0, 58),
            new Price("Probe", 0, 0, 0, 42),
            // The record says that the formatting begins, and that it ended: two syncs each, and one of the device.
            new Price("NodeStageVolume, blank", 5, 1, 74, 174),
            new Price("NodeUnstageVolume", 0, 0, 26, 176),
            new Price("NodeStageVolume, formatted", 0, 0, 34, 112),
            new Price("NodePublishVolume", 0, 0, 18, 130),
            new Price("NodeGetVolumeStats", 0, 0, 18, 112),
            new Price("CreateSnapshot of a mounted volume", 3, 0, 50, 158),
            new Price("NodeUnpublishVolume", 0, 0, 14, 84),
            new Price("DeleteSnapshot", 1, 0, 18, 70),
            new Price("DeleteVolume", 1, 0, 18, 70));

    @Test
    void onAPoolWithAFilesystemOfItsOwn() {
        try (ServedDriver driver = ServedDriver.on(host, POOL.path())) {
            Map<String, Cost> warmingUp = new LifeOfVolumes(driver, programs, folder(), "warm-").live();

            Map<String, Cost> costs = new LifeOfVolumes(driver, programs, folder(), "cost-").live();

            assertThat(costs.keySet())
                    .isEqualTo(warmingUp.keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            PRICES.stream().map(Price::call).toList());
            SoftAssertions.assertSoftly(softly ->
                    PRICES.forEach(price -> price.check(softly, of(price.call(), costs))));
        }
    }

    /** What others write to the same filesystem is not waited for: each file and each directory for itself. */
    @Test
    void onAPoolInAFolder() throws IOException {
        Path pool = Files.createDirectory(POOL.fresh("folder"));
        try (ServedDriver driver = ServedDriver.on(host, pool)) {
            Map<String, Cost> costs = new LifeOfVolumes(driver, programs, folder(), "cost-").live();

            assertThat(of("CreateVolume", costs).syncs()).isEqualTo(4);
            assertThat(of("CreateSnapshot", costs).syncs()).isEqualTo(4);
            assertThat(of("CreateVolume from a snapshot", costs).syncs()).isEqualTo(4);
            assertThat(of("DeleteVolume", costs).syncs()).isEqualTo(1);
        }
    }

    private static Cost of(String call, Map<String, Cost> costs) {
        return requireNonNull(costs.get(call));
    }

    private static Path folder() {
        return POOL.mountpoint();
    }
}
