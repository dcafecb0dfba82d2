package dev.zonal.csi.rpc;

import dev.zonal.csi.health.v1.HealthCheckRequest;
import dev.zonal.csi.health.v1.HealthCheckResponse;
import dev.zonal.csi.health.v1.HealthCheckResponse.ServingStatus;
import dev.zonal.csi.health.v1.HealthGrpc;
import dev.zonal.csi.model.StorageException;
import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** gRPC's health checking protocol: whoever gets an answer is served. */
public final class HealthService extends HealthGrpc.HealthImplBase {
    private final Set<String> services;

    /** @param served those that are served beside this one */
    public HealthService(List<BindableService> served) {
        services = served.stream()
                .map(service -> service.bindService().getServiceDescriptor().getName())
                .collect(Collectors.toUnmodifiableSet());
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
