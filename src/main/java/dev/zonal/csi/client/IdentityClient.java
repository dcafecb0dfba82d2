package dev.zonal.csi.client;

import dev.zonal.csi.v1.GetPluginCapabilitiesRequest;
import dev.zonal.csi.v1.GetPluginCapabilitiesResponse;
import dev.zonal.csi.v1.GetPluginInfoRequest;
import dev.zonal.csi.v1.GetPluginInfoResponse;
import dev.zonal.csi.v1.IdentityGrpc;
import dev.zonal.csi.v1.IdentityGrpc.IdentityBlockingStub;
import dev.zonal.csi.v1.ProbeRequest;
import dev.zonal.csi.v1.ProbeResponse;

/** The calls of the Identity service. */
public final class IdentityClient {
    private final Calls<IdentityBlockingStub> calls;

    IdentityClient(Calls.Connection connection) {
        calls = new Calls<>(IdentityGrpc.newBlockingStub(connection.channel()), connection);
    }

    public GetPluginInfoResponse getPluginInfo() {
        return calls.call(stub -> stub.getPluginInfo(GetPluginInfoRequest.getDefaultInstance()));
    }

    public GetPluginCapabilitiesResponse getPluginCapabilities() {
        return calls.call(stub -> stub.getPluginCapabilities(GetPluginCapabilitiesRequest.getDefaultInstance()));
    }

    public ProbeResponse probe() {
        return calls.call(stub -> stub.probe(ProbeRequest.getDefaultInstance()));
    }
}
