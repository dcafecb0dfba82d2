package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.v1.GetCapacityRequest;
import dev.zonal.csi.v1.GetCapacityResponse;
import io.grpc.Status.Code;
import java.util.List;

/**
 * @param zone where it is asked for; empty for anywhere
 */
record GetCapacity(Parameters parameters, String zone) implements Command {
    @Override
    public Reply run(SimulatedDriver driver) {
        GetCapacityRequest.Builder request = GetCapacityRequest.newBuilder().putAllParameters(parameters.message());
        if (!zone.isEmpty()) {
            request.setAccessibleTopology(Place.term(zone));
        }
        return Reply.of(driver.controller()::getCapacity, request.build());
    }

    @Override
    public List<Outcome> outcomes(State state) {
        if (parameters.isMalformed()) {
            return Outcome.refused(state, Code.INVALID_ARGUMENT);
        }
        String pool = parameters.poolOr(World.POOLS.getFirst());
        boolean here = World.POOLS.contains(pool) && (zone.isEmpty() || zone.equals("a"));
        long most = here ? state.mostFree(pool) : 0;
        long least = here ? state.leastFree(pool) : 0;
        return List.of(Outcome.ok(
                state,
                GetCapacityResponse.class,
                answer -> least <= answer.getAvailableCapacity()
                        && answer.getAvailableCapacity() <= most
                        && answer.getMaximumVolumeSize().getValue() <= answer.getAvailableCapacity()));
    }
}
