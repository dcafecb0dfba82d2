package dev.zonal.csi.rpc;

import dev.zonal.csi.backend.AgentStatus;
import dev.zonal.csi.maintenance.GarbageCollection;
import dev.zonal.csi.maintenance.ObjectNames;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.v1.FindGarbageRequest;
import dev.zonal.csi.v1.FindGarbageResponse;
import dev.zonal.csi.v1.FleetStatusRequest;
import dev.zonal.csi.v1.FleetStatusResponse;
import dev.zonal.csi.v1.GetNamesRequest;
import dev.zonal.csi.v1.GetNamesResponse;
import dev.zonal.csi.v1.MaintenanceGrpc;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The service Maintenance, for operators: it is none of CSI's and not advertised. */
public final class MaintenanceService extends MaintenanceGrpc.MaintenanceImplBase {
    private static final int MOST_IDS = 10_000;

    private final Optional<GarbageCollection> garbage;
    private final ObjectNames names;
    private final Optional<Supplier<List<AgentStatus>>> agents;

    public MaintenanceService(GarbageCollection garbage, ObjectNames names) {
        this(Optional.of(garbage), names, Optional.empty());
    }

    private MaintenanceService(
            Optional<GarbageCollection> garbage, ObjectNames names, Optional<Supplier<List<AgentStatus>>> agents) {
        this.garbage = garbage;
        this.names = names;
        this.agents = agents;
    }

    /** Of a fleet's controller, whose pools are on other machines: what accidents left there is found there. */
    public static MaintenanceService ofFleet(ObjectNames names, Supplier<List<AgentStatus>> agents) {
        return new MaintenanceService(Optional.empty(), names, Optional.of(agents));
    }

    /** Of a driver whose volumes are in a cloud, which has no pools. */
    public static MaintenanceService ofCloud(ObjectNames names) {
        return new MaintenanceService(Optional.empty(), names, Optional.empty());
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

    @Override
    public void fleetStatus(FleetStatusRequest request, StreamObserver<FleetStatusResponse> caller) {
        Supplier<List<AgentStatus>> fleet = agents.orElseThrow(() -> new StorageException.Unimplemented(
                "this driver is no controller of a fleet; ask one that is (zonal serve --backend fleet)"));
        Replies.send(caller, FleetStatusMessages.message(fleet.get()));
    }
}
