package dev.zonal.csi.cloud.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.CloudContract;
import dev.zonal.csi.cloud.CloudControl;
import dev.zonal.csi.cloud.description.DescriptionFile;
import dev.zonal.csi.host.ProcessCommands;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SimulatedCloudTest extends CloudContract {
    private final CloudBench bench = new CloudBench(DESCRIPTION);

    @Override
    protected Cloud cloud() {
        return bench.cloud();
    }

    @Override
    protected CloudControl control() {
        return bench.control();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void oneProcessHasTheFolder() {
        assertThatThrownBy(() -> SimulatedCloud.open(
                        DescriptionFile.preset("generic"),
                        CloudBench.FOLDER,
                        new SimulatedCloud.Machine(
                                bench.host.ports(), new ProcessCommands(), bench.clock, _ -> {}, false),
                        new SplittableRandom(7)))
                .isInstanceOf(CloudFolderException.class)
                .hasMessageContaining("another process has the cloud in /pool/cloud");
        assertThat(cloud().disks()).isEmpty();
    }
}
