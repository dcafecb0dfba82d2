package dev.zonal.csi.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.zonal.csi.cloud.v1.CloudWire;
import dev.zonal.csi.fleet.v1.FleetWire;
import dev.zonal.csi.health.v1.HealthWire;
import dev.zonal.csi.metrics.CallMetrics;
import dev.zonal.csi.pluginregistration.Pluginregistration;
import dev.zonal.csi.server.Rpc.Trait;
import dev.zonal.csi.server.Rpc.Work;
import dev.zonal.csi.v1.Csi;
import dev.zonal.csi.v1.IdentityGrpc;
import dev.zonal.csi.v1.MaintenanceWire;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of calls against the schemas of all services, both ways. */
final class RpcTest {
    private static final List<FileDescriptor> SCHEMAS = List.of(
            Csi.getDescriptor(),
            Pluginregistration.getDescriptor(),
            MaintenanceWire.getDescriptor(),
            FleetWire.getDescriptor(),
            CloudWire.getDescriptor(),
            HealthWire.getDescriptor());

    private static Stream<MethodDescriptor> methods() {
        return SCHEMAS.stream()
                .flatMap(schema -> schema.getServices().stream())
                .map(ServiceDescriptor::getMethods)
                .flatMap(List::stream);
    }

    private static String fullName(MethodDescriptor method) {
        return method.getService().getFullName() + "/" + method.getName();
    }

    @Test
    void everyMethodIsInTheTableAndNoneThatDoesNotExist() {
        assertThat(Arrays.stream(Rpc.values()).map(Rpc::fullName))
                .containsExactlyInAnyOrderElementsOf(
                        methods().map(RpcTest::fullName).toList());
    }

    @Test
    void whatTheSchemaCallsAStreamIsOne() {
        assertThat(Arrays.stream(Rpc.values())
                        .filter(rpc -> rpc.is(Trait.STREAM))
                        .map(Rpc::fullName))
                .containsExactlyInAnyOrderElementsOf(methods()
                        .filter(MethodDescriptor::isServerStreaming)
                        .map(RpcTest::fullName)
                        .toList());
        assertThat(methods()).noneMatch(MethodDescriptor::isClientStreaming);
    }

    @Test
    void theNamesInTheMetricsAreUnique() {
        assertThat(Arrays.stream(Rpc.values()).map(Rpc::shortName)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(Rpc.class)
    void aRowIsNamedAsItsMethodAndNothingOnTheEventLoopMayWait(Rpc rpc) {
        assertThat(rpc.name().replace("_", "")).isEqualToIgnoringCase(rpc.shortName());
        assertThat(rpc.work() == Work.CONSTANT && (rpc.is(Trait.EFFECTS) || rpc.is(Trait.STREAM)))
                .isFalse();
        assertThat(rpc.work() == Work.MEMORY && rpc.is(Trait.EFFECTS)).isFalse();
    }

    /** Each has to be looked at before it comes here: it must not wait for a disk, a lock, another thread or the log. */
    @Test
    void whatRunsOnTheEventLoop() {
        assertThat(Arrays.stream(Rpc.values()).filter(rpc -> rpc.work() == Work.CONSTANT))
                .containsExactlyInAnyOrder(
                        Rpc.GET_PLUGIN_INFO,
                        Rpc.GET_PLUGIN_CAPABILITIES,
                        Rpc.PROBE,
                        Rpc.CONTROLLER_GET_CAPABILITIES,
                        Rpc.GROUP_CONTROLLER_GET_CAPABILITIES,
                        Rpc.NODE_GET_CAPABILITIES,
                        Rpc.GET_INFO,
                        Rpc.CHECK);
    }

    @Test
    void aMethodThatIsNotInTheTableIsNotServed() {
        ServerServiceDefinition renamed = ServerServiceDefinition.builder("csi.v2.Identity")
                .addMethod(
                        IdentityGrpc.getProbeMethod().toBuilder()
                                .setFullMethodName("csi.v2.Identity/Probe")
                                .setSchemaDescriptor(null)
                                .build(),
                        (_, _) -> new ServerCall.Listener<>() {})
                .build();
        try (ServerThreads threads = new ServerThreads()) {
            CallGuard guard =
                    new CallGuard(new CallMetrics(new PrometheusRegistry()), threads, 1, Duration.ofMinutes(1));

            assertThatThrownBy(() -> guard.guarded(() -> renamed))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("csi.v2.Identity/Probe");
        }
    }
}
