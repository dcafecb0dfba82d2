package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.v1.NodeUnpublishVolumeRequest;
import io.grpc.Status.Code;
import java.util.List;

/** Nothing of the volume is at the target afterwards, and the target is gone where a driver made it. */
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
        if (state.holdsOther(target, id)) {
            return Outcome.refused(state, Code.FAILED_PRECONDITION);
        }
        boolean ours = Paths.isOfPod(target)
                || state.spot(target).filter(spot -> spot.shows(id)).isPresent();
        return List.of(Outcome.ok(ours ? state.withoutSpot(target) : state));
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
