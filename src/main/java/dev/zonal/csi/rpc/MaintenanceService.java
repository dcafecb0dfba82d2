package dev.zonal.csi.rpc;

import dev.zonal.csi.maintenance.GarbageCollection;
import dev.zonal.csi.v1.CollectGarbageRequest;
import dev.zonal.csi.v1.CollectGarbageResponse;
import dev.zonal.csi.v1.MaintenanceGrpc;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.Set;

/** The service Maintenance, for operators: it is none of CSI's and not advertised. */
public final class MaintenanceService extends MaintenanceGrpc.MaintenanceImplBase {
    private final GarbageCollection garbage;

    public MaintenanceService(GarbageCollection garbage) {
        this.garbage = garbage;
    }

    @Override
    public void collectGarbage(CollectGarbageRequest request, StreamObserver<CollectGarbageResponse> caller) {
        Set<Path> named = MaintenanceMessages.named(request);
        Replies.send(caller, MaintenanceMessages.message(garbage.collect(request.getApply(), named)));
    }
}
