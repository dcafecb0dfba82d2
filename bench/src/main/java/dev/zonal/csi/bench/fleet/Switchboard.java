package dev.zonal.csi.bench.fleet;

import dev.zonal.csi.fleet.v1.AgentCreateVolumeRequest;
import dev.zonal.csi.fleet.v1.AgentDeleteVolumeRequest;
import dev.zonal.csi.fleet.v1.AgentGrpc;
import dev.zonal.csi.fleet.v1.AgentWatchRequest;
import dev.zonal.csi.fleet.v1.DeletionEffect;
import dev.zonal.csi.fleet.v1.Report;
import dev.zonal.csi.fleet.v1.VolumeEffect;
import dev.zonal.csi.fleet.wire.AgentService;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.Optional;

/** The service Agent of many: which of them is meant says the name by which it is called. */
final class Switchboard extends AgentGrpc.AgentImplBase implements ServerInterceptor {
    private static final Context.Key<String> CALLED = Context.key("called");

    private final Map<String, AgentService> agents;

    Switchboard(Map<String, AgentService> agents) {
        this.agents = Map.copyOf(agents);
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Context named = Context.current().withValue(CALLED, String.valueOf(call.getAuthority()));
        return Contexts.interceptCall(named, call, headers, next);
    }

    private AgentService called() {
        return Optional.ofNullable(agents.get(CALLED.get()))
                .orElseThrow(() -> Status.UNAVAILABLE
                        .withDescription("nobody of that name")
                        .asRuntimeException());
    }

    @Override
    public void agentWatch(AgentWatchRequest request, StreamObserver<Report> caller) {
        called().agentWatch(request, caller);
    }

    @Override
    public void agentCreateVolume(AgentCreateVolumeRequest request, StreamObserver<VolumeEffect> caller) {
        called().agentCreateVolume(request, caller);
    }

    @Override
    public void agentDeleteVolume(AgentDeleteVolumeRequest request, StreamObserver<DeletionEffect> caller) {
        called().agentDeleteVolume(request, caller);
    }
}
