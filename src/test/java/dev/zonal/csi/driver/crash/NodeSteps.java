package dev.zonal.csi.driver.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.v1.Volume;
import java.util.function.BiConsumer;

/** The calls of the Node service. */
final class NodeSteps {
    private NodeSteps() {}

    static Step stage(VolumeEntry volume) {
        return use(
                "stage",
                volume,
                Use.STAGED,
                (driver, it) -> driver.stage(it, volume.kind().capability(), volume.context()));
    }

    static Step publish(VolumeEntry volume) {
        return use(
                "publish",
                volume,
                Use.PUBLISHED,
                (driver, it) -> driver.publish(it, volume.kind().capability(), driver.targetPath(it), false));
    }

    static Step unpublish(VolumeEntry volume) {
        return use("unpublish", volume, Use.STAGED, (driver, it) -> driver.unpublish(it, driver.targetPath(it)));
    }

    /** @param to where it is then */
    static Step unstage(VolumeEntry volume, Use to) {
        return use("unstage", volume, to, Workload::unstage);
    }

    /** For a volume that is published. */
    static Step expand(VolumeEntry volume) {
        return new Step("expand on the node", true, volume, driver -> {
            assertThat(driver.expandOnNode(volume.volume()))
                    .as("the size of %s", volume)
                    .isEqualTo(volume.mebibytes().answered() * Workload.MEBIBYTE);
            return volume;
        });
    }

    private static Step use(String what, VolumeEntry volume, Use use, BiConsumer<Workload, Volume> call) {
        return new Step(what, true, volume.used(volume.use().ask(use)), driver -> {
            call.accept(driver, volume.volume());
            return volume.used(Between.settled(use));
        });
    }
}
