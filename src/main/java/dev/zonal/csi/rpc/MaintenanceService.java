package dev.zonal.csi.rpc;

import dev.zonal.csi.maintenance.GarbageCollection;
import dev.zonal.csi.maintenance.ObjectNames;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.v1.FindGarbageRequest;
import dev.zonal.csi.v1.FindGarbageResponse;
import dev.zonal.csi.v1.GetNamesRequest;
import dev.zonal.csi.v1.GetNamesResponse;
import dev.zonal.csi.v1.MaintenanceGrpc;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/** The service Maintenance, for operators: it is none of CSI's and not advertised. */
public final class MaintenanceService extends MaintenanceGrpc.MaintenanceImplBase {
    private static final int MOST_IDS = 10_000;

    private final Optional<GarbageCollection> garbage;
    private final ObjectNames names;

    public MaintenanceService(GarbageCollection garbage, ObjectNames names) {
        this(Optional.of(garbage), names);
    }

    private MaintenanceService(Optional<GarbageCollection> garbage, ObjectNames names) {
        this.garbage = garbage;
        this.names = names;
    }

    /** Of a controller, whose pools are on other machines: what accidents left there is found there. */
    public static MaintenanceService withoutPools(ObjectNames names) {
        return new MaintenanceService(Optional.empty(), names);
    }

    @Override
    public void findGarbage(FindGarbageRequest request, StreamObserver<FindGarbageResponse> caller) {
        GarbageCollection here = garbage.orElseThrow(() -> new StorageException.Unimplemented(
                "this driver has no pools; ask that of the node whose pools are meant"));
        Replies.send(caller, MaintenanceMessages.message(here.findings()));
    }

    @Override
    public void getNames(GetNamesRequest request, StreamObserver<GetNamesResponse> caller) {
        if (request.getIdsCount() > MOST_IDS) {
            throw new StorageException.InvalidArgument(
                    "ids: " + request.getIdsCount() + " are too many; the limit is " + MOST_IDS);
        }
        GetNamesResponse.Builder response = GetNamesResponse.newBuilder();
        for (String id : request.getIdsList()) {
            names.of(id).map(MaintenanceMessages::message).ifPresent(response::addObjects);
        }
        Replies.send(caller, response.build());
    }
}
