package dev.zonal.csi.rpc;

import dev.zonal.csi.maintenance.GarbageCollection;
import dev.zonal.csi.v1.FindGarbageRequest;
import dev.zonal.csi.v1.FindGarbageResponse;
import dev.zonal.csi.v1.MaintenanceGrpc;
import io.grpc.stub.StreamObserver;

/** The service Maintenance, for operators: it is none of CSI's and not advertised. */
public final class MaintenanceService extends MaintenanceGrpc.MaintenanceImplBase {
    private final GarbageCollection garbage;

    public MaintenanceService(GarbageCollection garbage) {
        this.garbage = garbage;
    }

    @Override
    public void findGarbage(FindGarbageRequest request, StreamObserver<FindGarbageResponse> caller) {
        Replies.send(caller, MaintenanceMessages.message(garbage.findings()));
    }
}
