package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.v1.ControllerGetVolumeRequest;
import dev.zonal.csi.v1.ControllerGetVolumeResponse;
import io.grpc.Status.Code;
import java.util.List;

record ControllerGetVolume(String id) implements Command {
    @Override
    public Reply run(SimulatedDriver driver) {
        return Reply.of(
                driver.controller()::controllerGetVolume,
                ControllerGetVolumeRequest.newBuilder().setVolumeId(id).build());
    }

    @Override
    public List<Outcome> outcomes(State state) {
        if (id.isEmpty()) {
            return Outcome.refused(state, Code.INVALID_ARGUMENT);
        }
        return state.volume(id)
                .map(volume -> List.of(Outcome.ok(
                        state,
                        ControllerGetVolumeResponse.class,
                        answer -> CreateVolume.tells(answer.getVolume(), volume))))
                .orElseGet(() -> Outcome.refused(state, Code.NOT_FOUND));
    }
}
