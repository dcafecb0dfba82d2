package dev.zonal.csi.backend.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.v1.NodeExpandVolumeResponse;
import org.junit.jupiter.api.Test;

final class NodeExpansionTest {
    @Test
    void withoutAWishTheNodeFollowsTheSizeThatTheControllerHasMade() {
        try (DiskDrill drill = new DiskDrill(DiskOperation.EXPAND_ON_THE_NODE, "")) {
            assertThat(drill.run().answer())
                    .isEqualTo(NodeExpandVolumeResponse.newBuilder()
                            .setCapacityBytes((2 * DiskDrill.MEBIBYTES) << 20)
                            .build());
        }
    }
}
