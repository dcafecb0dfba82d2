package dev.zonal.csi.client;

import dev.zonal.csi.v1.FindGarbageRequest;
import dev.zonal.csi.v1.FindGarbageResponse;
import dev.zonal.csi.v1.FleetStatusRequest;
import dev.zonal.csi.v1.FleetStatusResponse;
import dev.zonal.csi.v1.GetNamesRequest;
import dev.zonal.csi.v1.GetNamesResponse;
import dev.zonal.csi.v1.MaintenanceGrpc;
import dev.zonal.csi.v1.MaintenanceGrpc.MaintenanceBlockingStub;

/** The calls of Zonal's own service Maintenance; another driver answers UNIMPLEMENTED. */
public final class MaintenanceClient {
    private final Calls<MaintenanceBlockingStub> calls;

    MaintenanceClient(Calls.Connection connection) {
        calls = new Calls<>(MaintenanceGrpc.newBlockingStub(connection.channel()), connection);
    }

    public GetNamesResponse getNames(GetNamesRequest request) {
        return calls.call(stub -> stub.getNames(request));
    }

    public FindGarbageResponse findGarbage() {
        return calls.call(stub -> stub.findGarbage(FindGarbageRequest.getDefaultInstance()));
    }

    public FleetStatusResponse fleetStatus() {
        return calls.call(stub -> stub.fleetStatus(FleetStatusRequest.getDefaultInstance()));
    }
}
