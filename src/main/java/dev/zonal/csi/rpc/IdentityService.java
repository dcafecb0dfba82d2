package dev.zonal.csi.rpc;

import com.google.protobuf.BoolValue;
import dev.zonal.csi.backend.Feature;
import dev.zonal.csi.config.Configuration.PluginSettings;
import dev.zonal.csi.v1.GetPluginCapabilitiesRequest;
import dev.zonal.csi.v1.GetPluginCapabilitiesResponse;
import dev.zonal.csi.v1.GetPluginInfoRequest;
import dev.zonal.csi.v1.GetPluginInfoResponse;
import dev.zonal.csi.v1.IdentityGrpc;
import dev.zonal.csi.v1.PluginCapability;
import dev.zonal.csi.v1.ProbeRequest;
import dev.zonal.csi.v1.ProbeResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Set;

/** The CSI service Identity. */
public final class IdentityService extends IdentityGrpc.IdentityImplBase {
    private static final ProbeResponse READY =
            ProbeResponse.newBuilder().setReady(BoolValue.of(true)).build();

    private final GetPluginInfoResponse information;
    private final GetPluginCapabilitiesResponse capabilities;

    public IdentityService(PluginSettings settings, String version) {
        this(settings, version, Set.of());
    }

    /** @param features what the backend offers */
    public IdentityService(PluginSettings settings, String version, Set<Feature> features) {
        this.information = GetPluginInfoResponse.newBuilder()
                .setName(settings.driverName())
                .setVendorVersion(version)
                .putManifest("spec", settings.spec().word())
                .build();
        this.capabilities = capabilities(new Capabilities(settings).plugin(features));
    }

    @Override
    public void getPluginInfo(GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> caller) {
        Replies.send(caller, information);
    }

    @Override
    public void getPluginCapabilities(
            GetPluginCapabilitiesRequest request, StreamObserver<GetPluginCapabilitiesResponse> caller) {
        Replies.send(caller, capabilities);
    }

    /** The socket is there only once calls can be answered: whoever can ask is told that it is ready. */
    @Override
    public void probe(ProbeRequest request, StreamObserver<ProbeResponse> caller) {
        Replies.send(caller, READY);
    }

    private static GetPluginCapabilitiesResponse capabilities(List<PluginCapability.Service.Type> offered) {
        GetPluginCapabilitiesResponse.Builder response = GetPluginCapabilitiesResponse.newBuilder();
        for (PluginCapability.Service.Type type : offered) {
            response.addCapabilitiesBuilder().getServiceBuilder().setType(type);
        }
        response.addCapabilitiesBuilder()
                .getVolumeExpansionBuilder()
                .setType(PluginCapability.VolumeExpansion.Type.ONLINE);
        return response.build();
    }
}
