package dev.zonal.csi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.cloud.ApiCall;
import dev.zonal.csi.cloud.ClientToken;
import dev.zonal.csi.cloud.CloudContract;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.FaultEffect;
import dev.zonal.csi.cloud.FaultPlan;
import dev.zonal.csi.cloud.NewDisk;
import dev.zonal.csi.cloud.simulator.CloudBench;
import dev.zonal.csi.metrics.CloudMetrics;
import dev.zonal.csi.metrics.MetricsPage;
import dev.zonal.csi.model.ByteSize;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CountedCallsTest {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final CloudBench bench = new CloudBench(CloudContract.DESCRIPTION);

    @BeforeEach
    void watch() {
        bench.running().watch(new CountedCalls(new CloudMetrics(registry)));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void create(String token, String zone) {
        bench.cloud().createDisk(NewDisk.blank(zone, "standard", ByteSize.ofGibibytes(1)), new ClientToken(token));
    }

    @Test
    void aCallIsCountedByItsNameAndWhatBecameOfIt() {
        create("1", "a");
        create("2", "a");
        assertThatThrownBy(() -> create("3", "nowhere")).isInstanceOf(CloudException.class);

        assertThat(MetricsPage.of(registry))
                .contains(
                        "zonal_cloud_calls_total{call=\"CreateDisk\",result=\"ok\"} 2.0",
                        "zonal_cloud_calls_total{call=\"CreateDisk\",result=\"invalid\"} 1.0");
    }

    @Test
    void aFaultIsCountedWhenItStrikesAlsoWhereTheCallWasDone() {
        bench.control()
                .addFault(new FaultPlan(
                        Optional.of(ApiCall.CREATE_DISK),
                        FaultEffect.TIMEOUT_AFTER_SUCCESS,
                        1,
                        Duration.ZERO,
                        OptionalInt.of(1),
                        Optional.empty()));

        assertThatThrownBy(() -> create("1", "a")).isInstanceOf(CloudException.class);
        create("2", "a");

        assertThat(MetricsPage.of(registry))
                .contains(
                        "zonal_cloud_calls_total{call=\"CreateDisk\",result=\"unavailable\"} 1.0",
                        "zonal_cloud_calls_total{call=\"CreateDisk\",result=\"ok\"} 1.0",
                        "zonal_cloud_faults_total{call=\"CreateDisk\",error=\"timeout-after-success\"} 1.0");
    }
}
