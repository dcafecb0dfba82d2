package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.v1.ValidateVolumeCapabilitiesRequest;
import dev.zonal.csi.v1.ValidateVolumeCapabilitiesResponse;
import io.grpc.Status.Code;
import java.util.List;

record ValidateVolumeCapabilities(String id, List<Use> uses, Parameters parameters) implements Command {
    @Override
    public Reply run(SimulatedDriver driver) {
        return Reply.of(
                driver.controller()::validateVolumeCapabilities,
                ValidateVolumeCapabilitiesRequest.newBuilder()
                        .setVolumeId(id)
                        .addAllVolumeCapabilities(
                                uses.stream().map(Use::message).toList())
                        .putAllParameters(parameters.message())
                        .build());
    }

    @Override
    public List<Outcome> outcomes(State state) {
        if (id.isEmpty() || uses.isEmpty()) {
            return Outcome.refused(state, Code.INVALID_ARGUMENT);
        }
        return state.volume(id)
                .map(volume -> List.of(Outcome.ok(
                        state,
                        ValidateVolumeCapabilitiesResponse.class,
                        answer -> answer.hasConfirmed() == supports(volume)
                                && answer.getMessage().isEmpty() == supports(volume))))
                .orElseGet(() -> Outcome.refused(state, Code.NOT_FOUND));
    }

    private boolean supports(ModelVolume volume) {
        boolean suits = parameters.equals(Parameters.NONE) || (!parameters.isMalformed() && parameters.fit(volume));
        return suits && uses.stream().allMatch(use -> use.isServed() && volume.covers(use));
    }
}
