package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.v1.DeleteSnapshotRequest;
import io.grpc.Status.Code;
import java.util.List;

record DeleteSnapshot(String id) implements Command {
    @Override
    public Reply run(SimulatedDriver driver) {
        return Reply.of(
                driver.controller()::deleteSnapshot,
                DeleteSnapshotRequest.newBuilder().setSnapshotId(id).build());
    }

    @Override
    public List<Outcome> outcomes(State state) {
        return switch (Ids.ofSnapshot(id)) {
            case MISSING -> Outcome.refused(state, Code.INVALID_ARGUMENT);
            case ELSEWHERE -> Outcome.refused(state, Code.FAILED_PRECONDITION);
            case FOREIGN, HERE -> List.of(Outcome.ok(state.withoutSnapshot(id)));
        };
    }
}
