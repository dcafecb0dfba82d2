package dev.zonal.csi.cli;

import dev.zonal.csi.v1.CollectGarbageRequest;
import dev.zonal.csi.v1.CollectGarbageResponse;
import dev.zonal.csi.v1.Finding;
import dev.zonal.csi.v1.Finding.Outcome;
import dev.zonal.csi.v1.MaintenanceGrpc;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;

/** Findings in memory, which go as the schema says. */
final class MemoryMaintenance extends MaintenanceGrpc.MaintenanceImplBase {
    private final List<Finding> findings = new ArrayList<>();

    void add(Finding.Kind kind, String path, Outcome outcome) {
        findings.add(Finding.newBuilder()
                .setKind(kind)
                .setPath(path)
                .setSizeBytes(4096)
                .setReason("it is nobody's")
                .setOutcome(outcome)
                .setDetail("look at it")
                .build());
    }

    @Override
    public void collectGarbage(CollectGarbageRequest request, StreamObserver<CollectGarbageResponse> caller) {
        CollectGarbageResponse.Builder response = CollectGarbageResponse.newBuilder();
        for (Finding finding : List.copyOf(findings)) {
            boolean goes = request.getApply()
                    && (finding.getOutcome() == Outcome.FOUND
                            || (finding.getOutcome() == Outcome.TO_BE_NAMED
                                    && request.getNamedList().contains(finding.getPath())));
            response.addFindings(goes ? finding.toBuilder().setOutcome(Outcome.REMOVED) : finding.toBuilder());
            if (goes) {
                findings.remove(finding);
            }
        }
        caller.onNext(response.build());
        caller.onCompleted();
    }
}
