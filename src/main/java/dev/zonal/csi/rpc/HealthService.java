package dev.zonal.csi.rpc;

import dev.zonal.csi.health.v1.HealthCheckRequest;
import dev.zonal.csi.health.v1.HealthCheckResponse;
import dev.zonal.csi.health.v1.HealthCheckResponse.ServingStatus;
import dev.zonal.csi.health.v1.HealthGrpc;
import dev.zonal.csi.model.StorageException;
import io.grpc.stub.StreamObserver;
import java.util.Set;

/** gRPC's health checking protocol: whoever gets an answer is served. */
public final class HealthService extends HealthGrpc.HealthImplBase {
    private final Set<String> services;

    /** @param services the full names of those that are served beside this one */
    public HealthService(Set<String> services) {
        this.services = Set.copyOf(services);
    }

    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> caller) {
        if (!request.getService().isEmpty() && !services.contains(request.getService())) {
            throw new StorageException.NotFound("there is no service " + request.getService());
        }
        Replies.send(
                caller,
                HealthCheckResponse.newBuilder()
                        .setStatus(ServingStatus.SERVING)
                        .build());
    }
}
