package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Devices and mounts belong to the kernel: pods do not notice what becomes of the drivers. */
@OnKubernetes
@Isolated("it replaces all drivers")
@Order(3)
final class UpgradeIT {
    @Test
    void podsWriteOnWhileDriversAreUpgradedAndDowngraded(Story story) {
        List<Writer> writers = Writer.onEachNode(story);

        story.timed(
                "upgrade: all drivers, one after the other",
                () -> Installation.of(story.cluster(), Installation.OTHER_VERSION));
        story.timed("downgrade: the same", () -> Installation.of(story.cluster()));

        writers.forEach(Writer::assertThatItNeverStopped);
    }

    @Test
    void podsWriteOnWithoutAnyDriverAndTheNextInstallationTakesThemOver(Story story) {
        List<Writer> writers = Writer.onEachNode(story);

        try {
            assertThat(Installation.remove(story.cluster())).contains("kept").contains("[CSIDriver] " + Drivers.NAME);
            writers.forEach(Writer::assertThatItNeverStopped);
        } finally {
            Installation.of(story.cluster());
        }

        writers.forEach(Writer::assertThatItNeverStopped);
        story.pod("writer-n1").delete();
        story.apply(Specs.on("n1", Specs.pod("reader", "writer-n1")));
        story.pod("reader").awaitOutput("head -n 1 /data/log", "0");
    }
}
