package dev.zonal.csi.cli;

import dev.zonal.csi.v1.FindGarbageRequest;
import dev.zonal.csi.v1.FindGarbageResponse;
import dev.zonal.csi.v1.Finding;
import dev.zonal.csi.v1.MaintenanceGrpc;
import io.grpc.stub.StreamObserver;

/** Findings in memory. */
final class MemoryMaintenance extends MaintenanceGrpc.MaintenanceImplBase {
    private final FindGarbageResponse.Builder findings = FindGarbageResponse.newBuilder();

    void add(Finding.Kind kind, String path, String command) {
        findings.addFindings(Finding.newBuilder()
                .setKind(kind)
                .setPath(path)
                .setSizeBytes(4096)
                .setReason("it is nobody's")
                .setAdvice("look at it")
                .setCommand(command));
    }

    @Override
    public void findGarbage(FindGarbageRequest request, StreamObserver<FindGarbageResponse> caller) {
        caller.onNext(findings.build());
        caller.onCompleted();
    }
}
