package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.v1.GetSnapshotRequest;
import dev.zonal.csi.v1.GetSnapshotResponse;
import io.grpc.Status.Code;
import java.util.List;

record GetSnapshot(String id) implements Command {
    @Override
    public Reply run(SimulatedDriver driver) {
        return Reply.of(
                driver.controller()::getSnapshot,
                GetSnapshotRequest.newBuilder().setSnapshotId(id).build());
    }

    @Override
    public List<Outcome> outcomes(State state) {
        if (id.isEmpty()) {
            return Outcome.refused(state, Code.INVALID_ARGUMENT);
        }
        return state.snapshot(id)
                .map(snapshot -> List.of(Outcome.ok(
                        state,
                        GetSnapshotResponse.class,
                        answer -> CreateSnapshot.tells(answer.getSnapshot(), snapshot))))
                .orElseGet(() -> Outcome.refused(state, Code.NOT_FOUND));
    }
}
