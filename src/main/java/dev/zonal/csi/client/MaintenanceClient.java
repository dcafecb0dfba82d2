package dev.zonal.csi.client;

import dev.zonal.csi.v1.CollectGarbageRequest;
import dev.zonal.csi.v1.CollectGarbageResponse;
import dev.zonal.csi.v1.MaintenanceGrpc;
import dev.zonal.csi.v1.MaintenanceGrpc.MaintenanceBlockingStub;

/** The calls of Zonal's own service Maintenance; another driver answers UNIMPLEMENTED. */
public final class MaintenanceClient {
    private final Calls<MaintenanceBlockingStub> calls;

    MaintenanceClient(Calls.Connection connection) {
        calls = new Calls<>(MaintenanceGrpc.newBlockingStub(connection.channel()), connection);
    }

    public CollectGarbageResponse collectGarbage(CollectGarbageRequest request) {
        return calls.call(stub -> stub.collectGarbage(request));
    }
}
