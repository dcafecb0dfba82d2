package dev.zonal.csi.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VolumeExtentsTest {
    @Test
    void aVolumeIsNamedByItsClaimToo() {
        PrometheusRegistry registry = new PrometheusRegistry();
        VolumeExtents.register(
                registry,
                () -> List.of(
                        new VolumeExtents("default", "vol-1", "shop", "db", 12),
                        new VolumeExtents("default", "vol-2", "", "", 3)));

        assertThat(MetricsPage.of(registry).lines())
                .contains(
                        "zonal_volume_extents{claim=\"db\",claim_namespace=\"shop\",pool=\"default\",volume=\"vol-1\"} 12.0",
                        "zonal_volume_extents{claim=\"\",claim_namespace=\"\",pool=\"default\",volume=\"vol-2\"} 3.0");
    }
}
