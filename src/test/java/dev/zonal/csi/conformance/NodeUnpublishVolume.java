package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.v1.NodeUnpublishVolumeRequest;
import io.grpc.Status.Code;
import java.util.List;

/** Nothing of the volume is at the target afterwards, and the target is gone. */
record NodeUnpublishVolume(String id, String target) implements Command {
    @Override
    public Reply run(SimulatedDriver driver) {
        return Reply.of(
                driver.node()::nodeUnpublishVolume,
                NodeUnpublishVolumeRequest.newBuilder()
                        .setVolumeId(id)
                        .setTargetPath(target)
                        .build());
    }

    @Override
    public List<Outcome> outcomes(State state) {
        if (id.isEmpty() || target.isEmpty()) {
            return Outcome.refused(state, Code.INVALID_ARGUMENT);
        }
        if (Ids.ofVolume(id) == Ids.FOREIGN) {
            return Outcome.refused(state, Code.NOT_FOUND);
        }
        if (!Paths.arePlain(target)) {
            return Outcome.refused(state, Code.INVALID_ARGUMENT);
        }
        return state.holdsOther(target, id)
                ? Outcome.refused(state, Code.FAILED_PRECONDITION)
                : List.of(Outcome.ok(state.withoutSpot(target)));
    }

    @Override
    public List<State> remains(State state) {
        return state.holdsOther(target, id)
                ? List.of()
                : state.spot(target)
                        .map(spot -> List.of(state.with(target, spot.showing("", false, false))))
                        .orElse(List.of());
    }
}
