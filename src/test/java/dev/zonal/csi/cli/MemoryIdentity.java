package dev.zonal.csi.cli;

import com.google.protobuf.BoolValue;
import dev.zonal.csi.v1.GetPluginCapabilitiesRequest;
import dev.zonal.csi.v1.GetPluginCapabilitiesResponse;
import dev.zonal.csi.v1.GetPluginInfoRequest;
import dev.zonal.csi.v1.GetPluginInfoResponse;
import dev.zonal.csi.v1.IdentityGrpc.IdentityImplBase;
import dev.zonal.csi.v1.PluginCapability;
import dev.zonal.csi.v1.ProbeRequest;
import dev.zonal.csi.v1.ProbeResponse;
import io.grpc.stub.StreamObserver;

/** Who the driver in memory says that it is. */
final class MemoryIdentity extends IdentityImplBase {
    static final String NAME = "memory.csi.test";

    @Override
    public void getPluginInfo(GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> reply) {
        Replies.send(
                reply,
                () -> GetPluginInfoResponse.newBuilder()
                        .setName(NAME)
                        .setVendorVersion("1.2.3")
                        .build());
    }

    @Override
    public void getPluginCapabilities(
            GetPluginCapabilitiesRequest request, StreamObserver<GetPluginCapabilitiesResponse> reply) {
        Replies.send(
                reply,
                () -> GetPluginCapabilitiesResponse.newBuilder()
                        .addCapabilities(service(PluginCapability.Service.Type.CONTROLLER_SERVICE))
                        .addCapabilities(service(PluginCapability.Service.Type.VOLUME_ACCESSIBILITY_CONSTRAINTS))
                        .build());
    }

    @Override
    public void probe(ProbeRequest request, StreamObserver<ProbeResponse> reply) {
        Replies.send(
                reply,
                () -> ProbeResponse.newBuilder().setReady(BoolValue.of(true)).build());
    }

    private static PluginCapability service(PluginCapability.Service.Type type) {
        return PluginCapability.newBuilder()
                .setService(PluginCapability.Service.newBuilder().setType(type))
                .build();
    }
}
