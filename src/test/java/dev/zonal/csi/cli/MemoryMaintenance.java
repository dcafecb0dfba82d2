package dev.zonal.csi.cli;

import dev.zonal.csi.v1.FindGarbageRequest;
import dev.zonal.csi.v1.FindGarbageResponse;
import dev.zonal.csi.v1.Finding;
import dev.zonal.csi.v1.FleetNode;
import dev.zonal.csi.v1.FleetStatusRequest;
import dev.zonal.csi.v1.FleetStatusResponse;
import dev.zonal.csi.v1.GetNamesRequest;
import dev.zonal.csi.v1.GetNamesResponse;
import dev.zonal.csi.v1.MaintenanceGrpc;
import dev.zonal.csi.v1.Named;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Findings, names and a fleet in memory. */
final class MemoryMaintenance extends MaintenanceGrpc.MaintenanceImplBase {
    private final FindGarbageResponse.Builder findings = FindGarbageResponse.newBuilder();

    private final FleetStatusResponse.Builder fleet = FleetStatusResponse.newBuilder();

    private final Map<String, Named> names = new ConcurrentHashMap<>();

    void add(Finding.Kind kind, String path, String command) {
        findings.addFindings(Finding.newBuilder()
                .setKind(kind)
                .setPath(path)
                .setSizeBytes(4096)
                .setReason("it is nobody's")
                .setAdvice("look at it")
                .setCommand(command));
    }

    /** From the first node on it is the controller of a fleet. */
    void add(FleetNode.Builder node) {
        fleet.addNodes(node);
    }

    /** From the first name on it tells names; before, it is a driver that does not. */
    void name(Named named) {
        names.put(named.getId(), named);
    }

    @Override
    public void getNames(GetNamesRequest request, StreamObserver<GetNamesResponse> caller) {
        if (names.isEmpty()) {
            super.getNames(request, caller);
            return;
        }
        GetNamesResponse.Builder answer = GetNamesResponse.newBuilder();
        request.getIdsList().stream().filter(names::containsKey).map(names::get).forEach(answer::addObjects);
        caller.onNext(answer.build());
        caller.onCompleted();
    }

    @Override
    public void findGarbage(FindGarbageRequest request, StreamObserver<FindGarbageResponse> caller) {
        caller.onNext(findings.build());
        caller.onCompleted();
    }

    @Override
    public void fleetStatus(FleetStatusRequest request, StreamObserver<FleetStatusResponse> caller) {
        if (fleet.getNodesCount() == 0) {
            super.fleetStatus(request, caller);
            return;
        }
        caller.onNext(fleet.build());
        caller.onCompleted();
    }
}
