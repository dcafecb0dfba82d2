package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.v1.DeleteVolumeRequest;
import io.grpc.Status.Code;
import java.util.List;

record DeleteVolume(String id) implements Command {
    @Override
    public Reply run(SimulatedDriver driver) {
        return Reply.of(
                driver.controller()::deleteVolume,
                DeleteVolumeRequest.newBuilder().setVolumeId(id).build());
    }

    @Override
    public List<Outcome> outcomes(State state) {
        return switch (Ids.ofVolume(id)) {
            case MISSING -> Outcome.refused(state, Code.INVALID_ARGUMENT);
            case ELSEWHERE -> Outcome.refused(state, Code.FAILED_PRECONDITION);
            case FOREIGN -> List.of(Outcome.ok(state));
            case HERE ->
                state.mountsOf(id).isEmpty()
                        ? List.of(Outcome.ok(state.withoutVolume(id)))
                        : Outcome.refused(state, Code.FAILED_PRECONDITION);
        };
    }

    /** Its device goes first. */
    @Override
    public List<State> remains(State state) {
        return state.mountsOf(id).isEmpty()
                ? state.volume(id)
                        .map(volume -> List.of(state.with(volume.attached(false))))
                        .orElse(List.of())
                : List.of();
    }
}
