package dev.zonal.csi.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.health.v1.HealthCheckRequest;
import dev.zonal.csi.health.v1.HealthCheckResponse;
import dev.zonal.csi.health.v1.HealthCheckResponse.ServingStatus;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.v1.IdentityGrpc;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HealthServiceTest {
    private final HealthService health = new HealthService(List.of(new IdentityGrpc.IdentityImplBase() {}));
    private final List<ServingStatus> answers = new ArrayList<>();

    private void check(String service) {
        health.check(HealthCheckRequest.newBuilder().setService(service).build(), new StreamObserver<>() {
            @Override
            public void onNext(HealthCheckResponse response) {
                answers.add(response.getStatus());
            }

            @Override
            public void onError(Throwable failure) {
                throw new AssertionError(failure);
            }

            @Override
            public void onCompleted() {
                assertThat(answers).isNotEmpty();
            }
        });
    }

    @Test
    void theServerAndItsServicesServe() {
        check("");
        check("csi.v1.Identity");

        assertThat(answers).containsExactly(ServingStatus.SERVING, ServingStatus.SERVING);
    }

    @Test
    void aServiceThatIsNotServedIsNotFound() {
        assertThatThrownBy(() -> check("csi.v1.Node")).isInstanceOf(StorageException.NotFound.class);
        assertThat(answers).isEmpty();
    }
}
