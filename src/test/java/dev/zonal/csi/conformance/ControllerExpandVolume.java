package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.v1.ControllerExpandVolumeRequest;
import dev.zonal.csi.v1.ControllerExpandVolumeResponse;
import io.grpc.Status.Code;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

record ControllerExpandVolume(String id, Range range) implements Command {
    @Override
    public Reply run(SimulatedDriver driver) {
        return Reply.of(
                driver.controller()::controllerExpandVolume,
                ControllerExpandVolumeRequest.newBuilder()
                        .setVolumeId(id)
                        .setCapacityRange(range.message())
                        .build());
    }

    @Override
    public List<Outcome> outcomes(State state) {
        Set<Code> reasons = EnumSet.noneOf(Code.class);
        if (range.equals(Range.ANY) || range.isMalformed() || Ids.ofVolume(id) == Ids.MISSING) {
            reasons.add(Code.INVALID_ARGUMENT);
        } else if (state.volume(id).isEmpty()) {
            reasons.add(Code.NOT_FOUND);
        }
        return reasons.isEmpty() ? expanded(state, state.volume(id).orElseThrow()) : Outcome.refused(state, reasons);
    }

    private List<Outcome> expanded(State state, ModelVolume volume) {
        OptionalLong size = Sizes.atLeast(range, volume.size());
        if (size.isEmpty()) {
            return Outcome.refused(state, Code.OUT_OF_RANGE);
        }
        ModelVolume larger = volume.withSize(size.getAsLong());
        Outcome done = Outcome.ok(
                state.with(larger),
                ControllerExpandVolumeResponse.class,
                answer -> answer.getCapacityBytes() == larger.size() && answer.getNodeExpansionRequired());
        return larger.size() == volume.size()
                ? List.of(done)
                : Room.toGrow(state, volume.pool(), larger.size() - volume.size(), done);
    }
}
